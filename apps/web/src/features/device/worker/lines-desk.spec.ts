import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import type { Engine, SharedWords } from '@inkling/recognizer';
import * as runtime from 'onnxruntime-web/wasm';
import { DeviceDesk } from './device-desk';
import type { ReadLineJob } from './protocol';
import { PretendStores } from './testing/pretend-stores';

const inRoot = (...parts: string[]): string =>
  path.join(fileURLToPath(new URL('../../../../../..', import.meta.url)), ...parts);

const NETWORKS = ['digits', 'characters', 'lines', 'likeness'];
const fileOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(inRoot('models', name, 'model.onnx')));
const cardOf = (name: string): object =>
  JSON.parse(readFileSync(inRoot('models', name, 'card.json'), 'utf8')) as object;

/** The networks that are shipped, as the server would send them. */
function fileAt(address: string): Uint8Array {
  if (address.includes('language')) {
    return new Uint8Array(readFileSync(inRoot('models/lines/language.gz')));
  }
  return fileOf(NETWORKS.find((name) => address.includes(name))!);
}

/** What the server tells of a writer’s lines, and of their characters. */
const server = {
  isAway: false,
  told: { slant: null, lines: [] as object[], texts: ['Zoe'] },
  items: [] as object[],
  sharedWords: undefined as SharedWords | undefined,
};

const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { etag: `"${JSON.stringify(body).length}"` } });

function answerTo(url: URL): Response {
  const { pathname, searchParams } = url;
  if (pathname === '/api/models') {
    const network = searchParams.get('network')!;
    const bytes = fileOf(network).length;
    return json({ items: [{ id: network, version: 1, bytes, status: 'champion', network }] });
  }
  if (pathname === '/api/models/likeness') {
    return json({ sha256: 'likeness', bytes: fileOf('likeness').length, card: cardOf('likeness') });
  }
  if (pathname === '/api/models/language') return json({ sha256: 'language', bytes: 1 });
  if (pathname === '/api/me/memory') return json({ items: server.items, nextCursor: null });
  if (pathname === '/api/me/memory/lines') return json(server.told);
  const network = NETWORKS.find((name) => pathname === `/api/models/${name}`);
  if (!network) throw new Error(pathname);
  const { sharedWords } = server;
  return json({ card: { ...cardOf(network), ...(network === 'lines' && { sharedWords }) } });
}

const realFetch = globalThis.fetch;

beforeEach(() => {
  runtime.env.wasm.numThreads = 1;
  const told = { slant: null, lines: [], texts: ['Zoe'] };
  Object.assign(server, { isAway: false, told, items: [], sharedWords: undefined });
  globalThis.fetch = jest.fn((input: RequestInfo | URL) => {
    if (server.isAway) return Promise.reject(new TypeError('away'));
    return Promise.resolve(answerTo(new URL(String(input), 'http://localhost')));
  }) as typeof fetch;
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

interface Drawing {
  readonly label: string;
  readonly strokes: readonly (readonly (readonly [number, number])[])[];
}

const drawings = JSON.parse(readFileSync(inRoot('fixtures/unipen.json'), 'utf8')) as Drawing[];

/** Drawings of single characters beside each other, each as high as the others. */
function written(text: string): Stroke[] {
  let pen = 0;
  return [...text].flatMap((label) => {
    const { strokes } = drawings.find((drawing) => drawing.label === label)!;
    const [xs, ys] = [strokes.flat().map(([x]) => x), strokes.flat().map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const scale = 60 / (Math.max(...ys) - top);
    const start = pen;
    pen += (Math.max(...xs) - left) * scale + 20;
    return strokes.map((stroke) =>
      stroke.map(([x, y]) => [start + (x - left) * scale, (y - top) * scale] as const),
    );
  });
}

const job = (text: string, question: Partial<ReadLineJob['question']> = {}): ReadLineJob => ({
  ...{ type: 'readLine', top: 3, onlyKept: false, strokes: written(text) },
  question: { task: 'digits', ...question },
});

const browserWithDesk = () => {
  const browser = new PretendStores(fileAt);
  const engine = () => Promise.resolve(runtime as unknown as Engine);
  return { browser, desk: () => new DeviceDesk(engine, browser.files, browser.samples) };
};

describe('LinesDesk, with the shipped networks', () => {
  it('expects the words that several people write where the network comes from', async () => {
    server.told = { slant: null, lines: [], texts: [] };
    const zoe = job('Zoe', { task: 'text' });
    expect((await browserWithDesk().desk().lines.read(zoe)).text).not.toBe('Zoe');
    server.sharedWords = [{ word: 'Zoe', people: 3 }];
    expect((await browserWithDesk().desk().lines.read(zoe)).text).toBe('Zoe');
  });

  it('reads numbers and words with what lies here, also when the server is away', async () => {
    const { desk } = browserWithDesk();
    await expect(desk().lines.read({ ...job('2907'), onlyKept: true })).rejects.toThrow('on this');
    const read = await desk().lines.read(job('2907'));
    expect(read).toMatchObject({ text: '2907', certain: true, model: { version: 1 } });
    expect(read.characters.map(({ label, row }) => [label, row])).toEqual([
      ...[...'2907'].map((label) => [label, 0]),
    ]);
    server.isAway = true;
    const later = desk();
    expect((await later.lines.read({ ...job('2907'), onlyKept: true })).text).toBe('2907');
    // Letters were never read here: their network is not there.
    const text = { ...job('hat', { task: 'text' }), onlyKept: true };
    await expect(later.lines.read(text)).rejects.toThrow('on this device');
    server.isAway = false;
    expect((await later.lines.read(job('Zoe', { task: 'text' }))).text).toBe('Zoe');
  });

  it('keeps to what is asked for, and says when nothing fits', async () => {
    const desk = browserWithDesk().desk();
    expect((await desk.lines.read(job('2907', { pattern: 'dd' }))).text).toHaveLength(2);
    expect((await desk.lines.read(job('2907', { words: ['2901', '55'] }))).text).toBe('2901');
    const long = { words: ['a very long word that nobody has room for'] };
    const refused = desk.lines.read({ ...job('1', { task: 'text', ...long }) });
    await expect(refused).rejects.toMatchObject({ code: 'nothing_fits' });
  });

  it('learns its characters and its rows from a text, until that is undone or the server has it', async () => {
    const { browser, desk: open } = browserWithDesk();
    const desk = open();
    const { id } = await desk.lines.read(job('2907'));
    const learned = await desk.lines.learn(id, ' 2901 ');
    expect(learned).toMatchObject({ text: '2901', confirms: false, leftOut: [] });
    expect(learned!.samples.map(({ label, at }) => [label, at])).toEqual([
      ...[...'2901'].map((label, at) => [label, at]),
    ]);
    const again = await desk.lines.read(job('2907'));
    expect(again.text).toBe('2901');
    expect(again.characters[3]).toMatchObject({ label: '1', decidedBy: 'memory' });
    expect(again.characters[3]!.neighbours[0]).toMatchObject({ label: '1', own: true });
    await expect(desk.lines.learn(id, '2901\n5')).rejects.toThrow('The line has one row');
    expect(await desk.lines.learn('unknown', '1')).toBe(undefined);

    await desk.unlearn(id);
    expect([browser.kept.size, browser.lessons.size]).toEqual([0, 0]);
    expect((await desk.lines.read(job('2907'))).text).toBe('2907');

    await desk.lines.learn(id, '2901');
    await desk.refresh([id]);
    expect([browser.kept.size, [...browser.lessons.keys()]]).toEqual([4, [id]]);
    // The page that said it was closed; another one goes on.
    server.isAway = true;
    expect((await open().lines.read(job('2907'))).text).toBe('2901');
    server.isAway = false;
    await desk.refresh([]);
    expect([browser.kept.size, browser.lessons.size]).toEqual([0, 0]);
  });

  it('has no characters of what was said before, also where the server has those', async () => {
    const { browser, desk: open } = browserWithDesk();
    const desk = open();
    const { id } = await desk.lines.read(job('2907'));
    await desk.lines.learn(id, '2901');
    const made = { network: 'digits', revision: 1, saidAt: '2026-01-01T00:00:00.000Z' };
    server.items = [...browser.kept.values()].map(({ label, glyph }, at) => ({
      ...{ ...made, label, sampleId: `sample-${at}`, predictionId: `character-${at}`, lineId: id },
      glyph: btoa(String.fromCharCode(...glyph)),
    }));
    await desk.refresh([]);
    expect([...browser.kept.keys()]).toEqual(['sample-0', 'sample-1', 'sample-2', 'sample-3']);
    await desk.lines.learn(id, '2904');
    const labels = () => [...browser.kept.values()].map(({ label }) => label);
    expect(labels()).toEqual([...'2904']);
    // They come again as long as the new text waits.
    await desk.refresh([id]);
    expect(labels()).toEqual([...'2904']);
  });

  it('has what the server tells of a writer’s hand and words, and forgets it', async () => {
    const { browser, desk: open } = browserWithDesk();
    const desk = open();
    const alone = await desk.lines.read(job('1787'));
    // Three rows in which what looks like a seven is a one.
    const { strip, width } = await rowOf(desk, browser, '2705');
    const rows = [{ text: '2105', width, strip }];
    server.told.lines = ['a', 'b', 'c'].map((lineId) => ({ lineId, task: 'digits', rows }));
    await desk.refresh([]);
    const sevens = (answer: typeof alone) =>
      answer.alternatives.find(({ text }) => text === '1787')?.probability ?? 0;
    expect(sevens(await desk.lines.read(job('1787')))).toBeLessThan(sevens(alone));
    await desk.forget(false);
    expect(browser.told).toBe(undefined);
    expect((await desk.lines.read(job('1787'))).probability).toBeCloseTo(alone.probability, 4);
  });
});

/** A row as the server would tell it. */
async function rowOf(desk: DeviceDesk, browser: PretendStores, text: string) {
  const { id } = await desk.lines.read(job(text));
  await desk.lines.learn(id, text);
  const { strip, width } = browser.lessons.get(id)!.rows[0]!;
  await desk.unlearn(id);
  return { width, strip: btoa(String.fromCharCode(...strip)) };
}
