import { readFileSync } from 'node:fs';
import type * as Ink from '@inkling/ink';
import type * as Recognizer from '@inkling/recognizer';
import type { Engine, ModelCard, Network, PenWeights } from '@inkling/recognizer';
import type { PenCard } from '@inkling/recognizer/card';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launch } from './support/browser.js';
import { Caller } from './support/caller.js';
import { inksOf, type FixtureInk } from './support/ink.js';
import { servePages, type Pages } from './support/pages-of.js';
import { startServer, type Server } from './support/server.js';

/** How far a probability in a page may be from the server's. */
const TOLERANCE = 1e-4;

interface Candidate {
  readonly label: string;
  readonly probability: number;
}
interface Answer {
  readonly id: string;
  readonly label: string;
  readonly decidedBy: string;
  readonly candidates: readonly Candidate[];
}

interface Taught {
  readonly label: string;
  readonly strokes: FixtureInk['strokes'];
}

/** In the page: what the recogniser makes of drawings, after it was taught others. */
async function readInPage({
  network,
  card,
  weights,
  taught,
  drawings,
}: {
  network: Network;
  card: Pick<ModelCard, 'labels' | 'temperature' | 'memory' | 'embeddingSize'>;
  weights: PenWeights;
  taught: readonly Taught[];
  drawings: readonly FixtureInk['strokes'][];
}): Promise<Candidate[][]> {
  // Names in variables, so that they are looked up by the page alone.
  const [inkName, recognizerName, engineName] = [
    '@inkling/ink',
    '@inkling/recognizer',
    'onnxruntime-web',
  ];
  const { glyphToBytes, glyphFromStrokes } = (await import(inkName)) as typeof Ink;
  const { decide, LabelSpace, NetworkMemory, normaliseRows, openSession, seeGlyph } = (await import(
    recognizerName
  )) as typeof Recognizer;
  const engine = (await import(engineName)) as Engine & {
    env: { wasm: { numThreads: number } };
  };
  engine.env.wasm.numThreads = 1;
  const open = async (name: string) => {
    const file = await fetch(`/models/${name}/model.onnx`);
    return openSession(engine, new Uint8Array(await file.arrayBuffer()));
  };
  const [session, penSession] = [await open(network), await open('pen')];
  const space = new LabelSpace(card);
  const memory = new NetworkMemory(card.embeddingSize, space);
  const look = async (strokes: FixtureInk['strokes']) => {
    const { glyph } = glyphFromStrokes(strokes);
    const { temperature } = card;
    const pen = { strokes, session: penSession, weights, temperature };
    return { glyph: glyphToBytes(glyph), ...(await seeGlyph(glyph, session, { pen })) };
  };
  for (const [turn, { label, strokes }] of taught.entries()) {
    const { glyph, embedding } = await look(strokes);
    memory.put({
      ...{ id: `sample ${turn}`, revision: 1, writerId: 'me', saidAtMs: turn, sharedClass: null },
      ...{ ownClass: space.teach(label), glyph },
      embedding: normaliseRows(embedding, embedding.length),
    });
  }
  const answers: Candidate[][] = [];
  for (const strokes of drawings) {
    const { glyph, logits, embedding } = await look(strokes);
    const allowed = space.mask(card.labels);
    const question = { glyph, logits, embedding, writerId: 'me', allowed };
    const { probabilities } = decide(question, card, taught.length > 0 ? memory : undefined);
    answers.push(
      Array.from(probabilities, (probability, at) => ({ label: space.labelAt(at), probability })),
    );
  }
  await session.release();
  await penSession.release();
  return answers;
}

describe.each([
  { network: 'digits', labels: [...'0123456789'] },
  { network: 'characters', labels: [...'2570AEGRbeghq'] },
] as const)('the recogniser of $network in a page', ({ network, labels }) => {
  const cardOf = <C>(name: string) =>
    JSON.parse(readFileSync(new URL(`../models/${name}/card.json`, import.meta.url), 'utf8')) as C;
  const card = cardOf<ModelCard>(network);
  const weights = cardOf<PenCard>('pen').weights[network];
  const drawings = labels.flatMap((label) => inksOf(label).slice(0, 2));

  it('answers as the server does, from the same ink', async () => {
    const caller = new Caller(server.url);
    await expectSame(caller, { memory: false }, []);
  }, 120_000);

  it('answers as the server does, after the same corrections', async () => {
    const caller = new Caller(server.url);
    await caller.signInAsGuest();
    const taught = drawings.slice(0, 6).map(({ strokes }, turn) => ({
      strokes,
      // Some of them wrong, so that memory decides against the network.
      label: turn % 2 === 0 ? labels.at(-1)! : labels[0]!,
    }));
    for (const { label, strokes } of taught) {
      const { id } = await caller.post<Answer>('/api/predictions', {
        task: network,
        ink: { strokes },
      });
      await caller.post('/api/corrections', { predictionId: id, label });
    }
    // The page does not know what the writer drew lately.
    const deciders = await expectSame(caller, { prior: false }, taught);
    expect(deciders).toContain('memory');
    expect(deciders).toContain('model');
  }, 120_000);

  /** @returns who decided each of the server's answers */
  async function expectSame(
    caller: Caller,
    options: object,
    taught: readonly Taught[],
  ): Promise<string[]> {
    const strokes = drawings.map((drawing) => drawing.strokes);
    const inPage = await page.evaluate(readInPage, {
      ...{ network, card, weights, taught },
      drawings: strokes,
    });
    const deciders: string[] = [];
    for (const [turn, drawn] of strokes.entries()) {
      const request = {
        ...options,
        task: network,
        top: card.labels.length,
        ink: { strokes: drawn },
      };
      const answer = await caller.post<Answer>('/api/predictions', request);
      deciders.push(answer.decidedBy);
      const here = new Map(inPage[turn]!.map(({ label, probability }) => [label, probability]));
      expect(answer.candidates).toHaveLength(here.size);
      for (const { label, probability } of answer.candidates) {
        expect(Math.abs(probability - here.get(label)!)).toBeLessThan(TOLERANCE);
      }
    }
    return deciders;
  }
});

let server: Server;
let pages: Pages;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  pages = await servePages({
    '@inkling/ink': 'packages/ink/dist/index.js',
    '@inkling/ink/wasm': 'packages/ink/dist/wasm/index.js',
    '@inkling/recognizer': 'packages/recognizer/dist/index.js',
    'onnxruntime-web': 'node_modules/onnxruntime-web/dist/ort.wasm.min.mjs',
  });
  server = await startServer();
  page = await browser.newPage();
  await page.goto(pages.url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.close();
});
