import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Writer } from '../../http/access/writer.js';
import type { KeptPicture } from '../pictures/read-picture.js';
import type { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import { loadConfig } from '../../config/load-config.js';
import { KeptPictures } from './kept-pictures.service.js';

const MEGABYTE = 1_000_000;

const picture = (megabytes: number): KeptPicture => ({
  mediaType: 'image/jpeg',
  width: 9,
  height: 9,
  bytes: new Uint8Array(megabytes * MEGABYTE),
});

const writer = (id: string): Writer => ({ id, isGuest: true, role: 'writer', standing: 'guest' });

/** Counts as the database does. */
let counts: Map<string, number>;

const kept = (settings: Record<string, string> = {}): KeptPictures => {
  const take: SharedLimits['take'] = async (key, { max }, amount = 1) => {
    counts.set(key, (counts.get(key) ?? 0) + amount);
    return { allowed: counts.get(key)! <= max, retryAfterS: 0 };
  };
  return new KeptPictures(loadConfig(settings), { take } as SharedLimits);
};

beforeEach(() => {
  counts = new Map();
});

describe('KeptPictures', () => {
  it.each([
    [undefined, true, false],
    ['writers', true, false],
    ['all', true, true],
    ['none', false, false],
  ])('KEEP_PICTURES=%s', (setting, ofWriter, ofVisitor) => {
    const pictures = kept(setting === undefined ? {} : { KEEP_PICTURES: setting });
    expect(pictures.isKept(writer('a'))).toBe(ofWriter);
    expect(pictures.isKept(null)).toBe(ofVisitor);
  });

  const admits = async (pictures: KeptPictures, who: string | null, address: string) =>
    (await pictures.admit(picture(1), who === null ? null : writer(who), address)) !== null;

  it('stops keeping when a writer has had enough in a day, and no other', async () => {
    const pictures = kept({ KEPT_PICTURES_WRITER_MB: '2' });
    const answers = [];
    for (let count = 0; count < 3; count++) answers.push(await admits(pictures, 'a', '10.0.0.1'));
    expect(answers).toEqual([true, true, false]);
    expect(await admits(pictures, 'b', '10.0.0.1')).toBe(true);
  });

  it('stops keeping when an address has, whoever draws there', async () => {
    const pictures = kept({ KEPT_PICTURES_ADDRESS_MB: '2' });
    expect(await admits(pictures, 'a', '2001:db8::1')).toBe(true);
    expect(await admits(pictures, null, '2001:db8::2')).toBe(true);
    expect(await admits(pictures, 'b', '2001:db8::3')).toBe(false);
    expect(await admits(pictures, 'b', '2001:db9::3')).toBe(true);
  });

  it('counts nothing where there is no limit', async () => {
    const pictures = kept({ KEPT_PICTURES_WRITER_MB: '0', KEPT_PICTURES_ADDRESS_MB: '0' });
    expect(await pictures.admit(picture(20), writer('a'), '10.0.0.1')).not.toBeNull();
    expect(counts.size).toBe(0);
  });

  it('answers without the picture where it cannot be counted', async () => {
    const take = (): Promise<never> => Promise.reject(new Error('no database'));
    const pictures = new KeptPictures(loadConfig({}), { take } as unknown as SharedLimits);
    expect(await pictures.admit(picture(1), writer('a'), '10.0.0.1')).toBeNull();
  });
});
