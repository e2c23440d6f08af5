import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DIGIT_LABELS, type Engine, type ModelCard } from '@inkling/recognizer';
import { DeviceDesk } from './device-desk';
import type { ReadJob } from './protocol';
import { PretendStores } from './testing/pretend-stores';

const SIZE = 8;

const card = (selfCheck?: ModelCard['selfCheck']) =>
  ({
    labels: [...DIGIT_LABELS],
    input: { shape: [1, 28, 28] },
    embeddingSize: SIZE,
    temperature: 1,
    certainty: { sureFrom: 0.9, unlikeBelow: 0.1 },
    memory: { alphaOwn: 8, alphaShared: 4, beta: 20, nearest: 50, classCap: 2 },
    ...(selfCheck && { selfCheck }),
  }) as unknown as ModelCard;

/** A network that answers the class that its file's first byte names, a little surer with more ink. */
const engine: Engine = {
  InferenceSession: {
    create: (onnx) =>
      Promise.resolve({
        inputMetadata: [{ name: 'glyph', shape: ['n', 1, 28, 28] } as { name: string }],
        run: ({ glyph }: Record<string, { data: unknown }>) => {
          const values = glyph!.data as Float32Array;
          const count = values.length / 784;
          const logits = new Float32Array(count * 10);
          const embedding = new Float32Array(count * SIZE);
          for (let row = 0; row < count; row++) {
            const ink = values
              .subarray(row * 784, (row + 1) * 784)
              .reduce((sum, value) => sum + value, 1);
            logits[row * 10 + onnx[0]!] = 10 + ink / 1000;
            embedding[row * SIZE] = 1;
            embedding[row * SIZE + 1] = ink / 100;
          }
          return Promise.resolve({ logits: { data: logits }, embedding: { data: embedding } });
        },
        release: () => Promise.resolve(),
      }),
  },
  Tensor: class {
    constructor(
      _type: 'float32',
      readonly data: Float32Array,
    ) {}
  },
};

/** A browser whose files are of one byte: the number of their version. */
class Browser extends PretendStores {
  constructor() {
    super((address) => Uint8Array.of(Number(/version-(\d)/.exec(address)![1])));
  }

  desk = () => new DeviceDesk(() => Promise.resolve(engine), this.files, this.samples);
}

/** What the server has: a version that answers its number, and one writer's memory. */
const server = {
  isAway: false,
  version: 1,
  selfCheck: undefined as ModelCard['selfCheck'],
  items: [] as object[],
  /** Nothing changed in the memory since it was told. */
  isUnchanged: false,
};

const json = (body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { headers });

const answerTo = (path: string): Response => {
  const { version, selfCheck, items } = server;
  const id = `version-${version}`;
  const model = { id, version, bytes: 1, status: 'champion', network: 'digits' };
  if (/^\/api\/models\/(likeness|pen)$/.test(path)) return new Response('', { status: 404 });
  if (path === '/api/models') return json({ items: [model] });
  if (path === `/api/models/${id}`) return json({ ...model, card: card(selfCheck) });
  if (path === '/api/me/memory' && server.isUnchanged) return new Response(null, { status: 304 });
  if (path === '/api/me/memory') return json({ items, nextCursor: null }, { etag: '"1"' });
  throw new Error(path);
};

const realFetch = globalThis.fetch;

beforeEach(() => {
  const memory = { items: [], isUnchanged: false };
  Object.assign(server, { isAway: false, version: 1, selfCheck: undefined, ...memory });
  globalThis.fetch = jest.fn((input: RequestInfo | URL) => {
    if (server.isAway) return Promise.reject(new TypeError('away'));
    return Promise.resolve(answerTo(String(input).split('?')[0]!));
  }) as typeof fetch;
});

afterEach(() => {
  globalThis.fetch = realFetch;
  jest.useRealTimers();
});

const line = (x: number) => [
  [x, 0],
  [x + 5, 60],
];
const job = (change: Partial<ReadJob> = {}): ReadJob => ({
  ...{ type: 'read', task: 'digits', top: 3, drawing: 1, onlyKept: false },
  strokes: [line(0)] as never,
  ...change,
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('DeviceDesk', () => {
  it('reads with what it downloaded once, also when the server is away', async () => {
    const browser = new Browser();
    const { label, model, candidates, glyph } = await browser.desk().read(job());
    expect({ label, model }).toEqual({ label: '1', model: { id: 'version-1', version: 1 } });
    expect(candidates).toHaveLength(3);
    expect(glyph).toHaveLength(784);
    server.isAway = true;
    const later = browser.desk();
    expect((await later.read(job({ onlyKept: true }))).label).toBe('1');
    await expect(new Browser().desk().read(job())).rejects.toThrow('did not answer');
  });

  it('downloads anew what is described here and lacks its file', async () => {
    const browser = new Browser();
    await browser.desk().read(job());
    browser.lying.clear();
    expect((await browser.desk().read(job())).label).toBe('1');
    server.isAway = true;
    expect((await browser.desk().read(job())).label).toBe('1');
  });

  it('downloads the newest where what lies here no longer opens', async () => {
    const browser = new Browser();
    await browser.desk().read(job());
    const wrong = [{ glyph: 'ff'.repeat(784), logits: new Array<number>(10).fill(3) }];
    browser.described.set('digits', {
      ...browser.described.get('digits'),
      card: card(wrong),
    } as object);
    server.version = 2;
    expect((await browser.desk().read(job())).model.version).toBe(2);
    server.isAway = true;
    expect((await browser.desk().read(job())).model.version).toBe(2);
  });

  it('downloads nothing for who only wants what is here', async () => {
    const browser = new Browser();
    await expect(browser.desk().read(job({ onlyKept: true }))).rejects.toThrow('on this device');
    expect(browser.fetched).toEqual([]);
  });

  it('learns at once, forgets what is undone, and outlives the page', async () => {
    const browser = new Browser();
    const desk = browser.desk();
    const { id } = await desk.read(job());
    expect(await desk.learn(id, '4')).toEqual({ label: '4', confirms: false });
    expect(await desk.read(job())).toMatchObject({ label: '4', decidedBy: 'memory' });
    server.isAway = true;
    expect((await browser.desk().read(job())).label).toBe('4');
    await desk.unlearn(id);
    expect((await desk.read(job())).label).toBe('1');
    expect(await desk.learn(id, '✓')).toEqual({ label: '✓', confirms: false, symbolSamples: 1 });
    expect(await desk.read(job())).toMatchObject({ label: '✓' });
    expect(await desk.learn('unknown', '4')).toBe(undefined);
  });

  it('has what the server knows, in place of what was said here once that has arrived', async () => {
    const browser = new Browser();
    const desk = browser.desk();
    const { id, glyph } = await desk.read(job());
    await desk.learn(id, '4');
    const sample = { network: 'digits', revision: 1, saidAt: '2026-01-01T00:00:00.000Z' };
    const text = btoa(String.fromCharCode(...glyph));
    const arrived = { ...sample, sampleId: 's', predictionId: id, label: '5', glyph: text };
    await desk.refresh([id]);
    expect([...browser.kept.keys()]).toEqual([id]);
    server.items = [arrived];
    await desk.refresh([]);
    expect([...browser.kept.keys()]).toEqual(['s']);
    expect((await desk.read(job())).label).toBe('5');
    await desk.forget(false);
    expect(browser.kept.size).toBe(0);
    expect((await desk.read(job())).label).toBe('1');
  });

  it('forgets what the server refused, though nothing changed there', async () => {
    const browser = new Browser();
    const desk = browser.desk();
    const { id } = await desk.read(job());
    await desk.refresh([]);
    server.isUnchanged = true;
    await desk.learn(id, '4');
    await desk.refresh([id]);
    expect((await desk.read(job())).label).toBe('4');
    await desk.refresh([]);
    expect(browser.kept.size).toBe(0);
    expect((await desk.read(job())).label).toBe('1');
  });

  it('lets a newer version take over in the background, re-embedding what was taught', async () => {
    const browser = new Browser();
    const desk = browser.desk();
    const { id } = await desk.read(job());
    await desk.learn(id, '4');
    server.version = 2;
    const later = browser.desk();
    expect((await later.read(job({ strokes: [line(0), line(30)] as never }))).model.version).toBe(
      1,
    );
    await settled();
    const after = await later.read(job({ strokes: [line(0), line(30)] as never }));
    expect(after.model.version).toBe(2);
    expect((await later.read(job())).label).toBe('4');
    expect(Object.keys(browser.kept.get(id)!.embeddings)).toEqual(['version-1', 'version-2']);
  });

  it('keeps the version it has while a newer one does not compute what its card says', async () => {
    const browser = new Browser();
    await browser.desk().read(job());
    server.version = 2;
    server.selfCheck = [{ glyph: 'ff'.repeat(784), logits: new Array<number>(10).fill(3) }];
    const later = browser.desk();
    await later.read(job());
    await settled();
    expect((await later.read(job())).model.version).toBe(1);
    expect(browser.described.get('digits')!.version).toBe(1);
  });
});
