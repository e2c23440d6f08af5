import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Writer } from '../../http/access/writer.js';
import type { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import { loadConfig } from '../../config/load-config.js';
import { KeptPictures, type PictureToKeep } from './kept-pictures.service.js';

const MEGABYTE = 1_000_000;

const picture = (megabytes: number, writerId: string | null, address: string): PictureToKeep => ({
  bytes: megabytes * MEGABYTE,
  writerId,
  address,
});

const writer = (id: string): Writer => ({ id, isGuest: true, role: 'writer', standing: 'guest' });

/** Counts as the database does. */
let counts: Map<string, number>;

const kept = (settings: Record<string, string> = {}): KeptPictures => {
  const takeAll: SharedLimits['takeAll'] = async (takings) =>
    takings.map(({ key, max, amount }) => {
      counts.set(key, (counts.get(key) ?? 0) + amount);
      return { allowed: counts.get(key)! <= max, retryAfterS: 0 };
    });
  return new KeptPictures(loadConfig(settings), { takeAll } as SharedLimits);
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
    (await pictures.admit([picture(1, who, address)]))[0];

  it('stops keeping when a writer has had enough in a day, and no other', async () => {
    const pictures = kept({ KEPT_PICTURES_WRITER_MB: '2' });
    const answers = [];
    for (let count = 0; count < 3; count++) answers.push(await admits(pictures, 'a', '10.0.0.1'));
    expect(answers).toEqual([true, true, false]);
    expect(await admits(pictures, 'b', '10.0.0.1')).toBe(true);
  });

  it('keeps the first of several that come together, and those of others among them', async () => {
    const pictures = kept({ KEPT_PICTURES_WRITER_MB: '2' });
    const whose = ['a', 'b', 'a', 'a', null, 'b'];
    const together = whose.map((who) => picture(1, who, '10.0.0.1'));
    expect(await pictures.admit(together)).toEqual([true, true, true, false, true, true]);
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
    expect(await pictures.admit([picture(20, 'a', '10.0.0.1')])).toEqual([true]);
    expect(counts.size).toBe(0);
  });

  it('answers without the picture where it cannot be counted', async () => {
    const takeAll = (): Promise<never> => Promise.reject(new Error('no database'));
    const pictures = new KeptPictures(loadConfig({}), { takeAll } as unknown as SharedLimits);
    expect(await pictures.admit([picture(1, 'a', '10.0.0.1')])).toEqual([false]);
  });
});
