import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine, NetworkSession } from '@inkling/recognizer';
import { ReleaseShelf } from './release-shelf';
import { PretendStores } from './testing/pretend-stores';

interface Reader {
  readonly session: NetworkSession;
  readonly limits: unknown;
}

/** What the server has; `undefined`: nothing of the kind. */
let newest: { sha256: string; bytes: number; limits: never } | undefined;
let isAway = false;
const released: number[] = [];

const engine: Engine = {
  InferenceSession: {
    create: (onnx) =>
      Promise.resolve({
        inputMetadata: [{ name: 'glyph', shape: ['n', 1] } as { name: string }],
        run: () => Promise.resolve({}),
        release: () => Promise.resolve(void released.push(onnx[0]!)),
      }),
  },
  Tensor: class {
    readonly data = new Float32Array();
  },
};

const stores = () => new PretendStores((address) => Uint8Array.of(Number(address.at(-1))));

const shelfOn = ({ files }: PretendStores) =>
  new ReleaseShelf<'likeness', Reader>(() => Promise.resolve(engine), files, {
    name: 'likeness',
    newest: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(newest)),
    readerOf: (session, { limits }) => ({ session, limits }),
  });

const release = (sha256: string) => ({ sha256, bytes: 1, limits: `of ${sha256}` as never });

describe('ReleaseShelf', () => {
  beforeEach(() => {
    newest = release('1');
    isAway = false;
    released.length = 0;
  });

  it('fetches once, and opens what lies here without the server', async () => {
    const browser = stores();
    expect((await shelfOn(browser).ready())!.limits).toBe('of 1');
    expect(browser.fetched).toEqual(['/api/models/likeness/onnx?1']);
    isAway = true;
    expect((await shelfOn(browser).ready())!.limits).toBe('of 1');
    expect(browser.fetched).toHaveLength(1);
  });

  it('is nothing where the server has none or is away, and asks again when it was', async () => {
    const shelf = shelfOn(stores());
    isAway = true;
    expect(await shelf.ready()).toBeUndefined();
    isAway = false;
    expect((await shelf.ready())!.limits).toBe('of 1');
    newest = undefined;
    expect(await shelfOn(stores()).ready()).toBeUndefined();
  });

  it('takes what another release brings', async () => {
    const browser = stores();
    const shelf = shelfOn(browser);
    await shelf.ready();
    await shelf.update();
    expect(browser.fetched).toHaveLength(1);
    newest = release('2');
    await shelf.update();
    expect(released).toEqual([1]);
    expect((await shelf.ready())!.limits).toBe('of 2');
  });
});
