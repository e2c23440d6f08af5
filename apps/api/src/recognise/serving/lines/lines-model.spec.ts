import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import { answerReadLine, LanguageModel, type LinesCard } from '@inkling/recognizer';
import { MODELS_DIR, TEST_WORKER } from '../../../testing/test-app.js';
import { LANGUAGE_MODEL } from '../../inference/protocol.js';
import { InferencePool } from '../../inference/inference-pool.js';
import { writtenLine } from '../../lines/testing/written-line.js';
import { LinesModel, type ReadLine } from './lines-model.js';

const model = (network: string, file = 'model.onnx') =>
  readFile(path.join(MODELS_DIR, network, file));
const card = JSON.parse((await model('lines', 'card.json')).toString()) as LinesCard;
const lines = await model('lines');

let pool: InferencePool;
afterEach(() => pool.close());

/** @returns what is seen of each character of "29074835" */
async function lookWith(threads: number): Promise<{ readonly read: ReadLine; jobs: number[] }> {
  pool = new InferencePool({ threads, worker: TEST_WORKER });
  pool.start();
  await pool.load('digits', await model('digits'));
  const jobs: number[] = [];
  const counted = Object.assign(Object.create(pool) as InferencePool, {
    runNext: (job: Parameters<InferencePool['runNext']>[0]) => {
      if (job.type === 'characters') jobs.push(job.characters.length);
      return pool.runNext(job);
    },
  });
  const version = { id: 'lines', version: 1, sha256: '', network: 'lines' as const, card };
  const reading = new LinesModel(version, counted, { read: () => Promise.resolve(lines) });
  await reading.open();
  const strokes = writtenLine('29074835').strokes as unknown as Stroke[];
  const read = await reading.read({
    ...{ drawing: { kind: 'ink', strokes }, question: { task: 'digits' }, top: 1 },
    characters: { versionId: 'digits' },
  });
  return { read, jobs };
}

it('has the characters of a line looked at by all threads, and sees the same as with one', async () => {
  const one = await lookWith(1);
  await pool.close();
  const two = await lookWith(2);
  expect(one.jobs).toEqual([8]);
  expect(two.jobs).toEqual([4, 4]);
  expect(two.read.seen.map(({ row, at }) => [row, at])).toEqual(
    Array.from({ length: 8 }, (_, at) => [0, at]),
  );
  two.read.seen.forEach(({ logits, embedding }, at) => {
    const alone = one.read.seen[at]!;
    logits.forEach((value, index) => expect(value).toBeCloseTo(alone.logits[index]!, 4));
    embedding.forEach((value, index) => expect(value).toBeCloseTo(alone.embedding[index]!, 4));
    expect(logits.indexOf(Math.max(...logits))).toBe(Number('29074835'[at]));
  });
});

it('expects the words of its card in free text, and no other version does', async () => {
  pool = new InferencePool({ threads: 1, worker: TEST_WORKER });
  pool.start();
  const known = gunzipSync(await model('lines', 'language.gz'));
  await pool.load(LANGUAGE_MODEL, known, 'language');
  const { strokes } = writtenLine('Zoe');
  const drawing = { kind: 'ink', strokes: strokes as unknown as Stroke[] } as const;
  const question = { task: 'text' } as const;
  const readBy = async (id: string, sharedWords: LinesCard['sharedWords']) => {
    const version = { id, version: 1, sha256: '', network: 'lines' as const };
    const reading = new LinesModel({ ...version, card: { ...card, sharedWords } }, pool, {
      read: () => Promise.resolve(lines),
    });
    await reading.open();
    const { rows } = await reading.read({ drawing, question, top: 5 });
    const language = reading.language.of(LanguageModel.parse(known));
    const seen = { rows, remembered: new Map() };
    return answerReadLine(seen, question, reading.version.card, language, 5).text;
  };
  const before = await readBy('before', undefined);
  // A Z is like a 2, and no English word begins so.
  expect(before).not.toBe('Zoe');
  expect(await readBy('after', [{ word: 'Zoe', people: 3 }])).toBe('Zoe');
  expect(await readBy('next', [])).toBe(before);
});
