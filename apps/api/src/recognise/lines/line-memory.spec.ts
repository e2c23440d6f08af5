import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LineCorrectionResponse, LineResponse } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { isUpright, SLANTS } from '@inkling/recognizer';
import { TestApp } from '../../testing/test-app.js';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import { LineMemoryRepository } from './line-memory.repository.js';
import { LineMemory } from './line-memory.service.js';
import { writtenLine } from './testing/written-line.js';
import { until } from '../../testing/until.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(async () => {
  await app.end();
});

const read = async (client: Client, text: string, more: object = {}): Promise<LineResponse> =>
  (
    await client.call<LineResponse>('POST', '/api/lines', {
      ...{ task: 'digits', ink: writtenLine(text), ...more },
    })
  ).body;

/** Says that a line says something else: their sevens are ones. */
async function say(client: Client, written: string): Promise<LineCorrectionResponse> {
  const { id: lineId } = await read(client, written);
  const body = { lineId, text: written.replaceAll('7', '1') };
  return (await client.call<LineCorrectionResponse>('POST', '/api/corrections', body)).body;
}

/** A Z is like a 2, and no English word begins so. */
async function readZoe(client: Client, lean: number): Promise<LineResponse> {
  const { strokes } = writtenLine('Zoe');
  const leaning = strokes.map((stroke) => stroke.map(([x, y]) => [x! + lean * y!, y!]));
  const body = { task: 'text', ink: { strokes: leaning } };
  return (await client.call<LineResponse>('POST', '/api/lines', body)).body;
}

/** Their writing leans over to the right so far. */
const LEAN = 0.9;

const habitsOf = (writerId: string) =>
  app.nest
    .get(LinesNetwork)
    .use((model) => app.nest.get(LineMemory, { strict: false }).habitsOf(writerId, model));

const layerOf = async (writerId: string) => (await habitsOf(writerId))?.layer;

const writerOf = async (lineCorrectionId: string): Promise<string> => {
  const where = { id: lineCorrectionId };
  return (await app.prisma.lineCorrection.findUniqueOrThrow({ where })).writerId!;
};

describe('what a writer says of lines', () => {
  it('moves the network towards their hand from the third line on, for them alone', async () => {
    const [writer, other] = [await app.guest(), await app.guest()];
    const written = ['2705', '7481', '9372', '6717'];
    const before = await read(writer, '1787', { memory: false });
    const said = await say(writer, written[0]!);
    const writerId = await writerOf(said.id);
    expect(await layerOf(writerId)).toBeUndefined();
    for (const text of written.slice(1)) await say(writer, text);
    const layer = await layerOf(writerId);
    expect(layer!.offsets).toHaveLength(96);
    // Nothing is learnt twice from the same.
    expect(await layerOf(writerId)).toBe(layer);

    const sure = ({ alternatives }: LineResponse) =>
      alternatives.find(({ text }) => text === '1787')?.probability ?? 0;
    const after = await read(writer, '1787');
    expect(sure(after)).toBeLessThan(sure(before));
    expect(after.characters.map(({ decidedBy }) => decidedBy)).toEqual(
      [...after.text].map((label, at) => (label === before.text[at] ? 'model' : 'memory')),
    );
    // Neither who asks for the network alone nor anybody else.
    for (const answer of [
      await read(writer, '1787', { memory: false }),
      await read(other, '1787'),
    ]) {
      expect(answer.text).toBe(before.text);
      expect(answer.probability).toBeCloseTo(before.probability, 6);
    }
  });

  it('is unlearnt with what is taken back', async () => {
    const writer = await app.guest();
    const said: LineCorrectionResponse[] = [];
    for (const text of ['2705', '7481', '9372']) said.push(await say(writer, text));
    const writerId = await writerOf(said[0]!.id);
    expect(await layerOf(writerId)).toBeDefined();
    const { status } = await writer.call('DELETE', `/api/corrections/${said[1]!.id}`);
    expect(status).toBe(204);
    expect(await layerOf(writerId)).toBeUndefined();
  });

  it('brings their words up again, for them alone', async () => {
    const [writer, other] = [await app.guest(), await app.guest()];
    const before = await readZoe(writer, 0);
    expect(before.text).not.toBe('Zoe');
    const body = { lineId: before.id, text: 'Zoe' };
    const said = await writer.call<LineCorrectionResponse>('POST', '/api/corrections', body);
    const { text, characters } = await readZoe(writer, 0.2);
    expect(text).toBe('Zoe');
    expect(characters[0]!.decidedBy).toBe('memory');
    expect((await readZoe(other, 0.2)).text).not.toBe('Zoe');
    await writer.call('DELETE', `/api/corrections/${said.body.id}`);
    expect((await readZoe(writer, 0.2)).text).not.toBe('Zoe');
  });

  it('goes by what the database has, whichever server put it there', async () => {
    const writer = await app.guest();
    const { id: lineId } = await readZoe(writer, 0);
    const said = await writer.call<LineCorrectionResponse>('POST', '/api/corrections', {
      ...{ lineId, text: 'Zoe' },
    });
    expect((await readZoe(writer, 0.2)).text).toBe('Zoe');
    // Nobody tells this server.
    const where = { id: said.body.id };
    const decide = (status: 'pending' | 'rejected') =>
      app.prisma.lineCorrection.update({ where, data: { status, revision: { increment: 1 } } });
    await decide('rejected');
    expect((await readZoe(writer, 0.2)).text).not.toBe('Zoe');
    await decide('pending');
    expect((await readZoe(writer, 0.2)).text).toBe('Zoe');
    // What it said last stays good while it can't say anything.
    const repository = app.nest.get(LineMemoryRepository, { strict: false });
    const asked = jest.spyOn(repository, 'stateOf').mockRejectedValueOnce(new Error('away'));
    expect((await readZoe(writer, 0.2)).text).toBe('Zoe');
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('straightens their writing before it is read, once it knows how they lean', async () => {
    const writer = await app.guest();
    const drawn = (text: string) => ({
      strokes: writtenLine(text).strokes.map((stroke) =>
        stroke.map(([x, y]) => [x! - LEAN * y!, y!]),
      ),
    });
    const readBy = async (text: string) => {
      const body = { task: 'text', ink: drawn(text) };
      return (await writer.call<LineResponse>('POST', '/api/lines', body)).body;
    };
    let writerId = '';
    for (const text of ['Kubrick', 'Thea', 'Bilbo', 'Dragan', 'Eda']) {
      const body = { lineId: (await readBy(text)).id, text };
      const said = await writer.call<LineCorrectionResponse>('POST', '/api/corrections', body);
      writerId = await writerOf(said.body.id);
    }
    const slantOf = async () => (await habitsOf(writerId))?.slant ?? SLANTS[0]!;
    await until(async () => !isUpright(await slantOf()));
    // Far to the right, as the writing leans.
    expect((await slantOf()).lean).toBeLessThan(0);

    const { text, characters } = await readBy('Bree');
    expect(text).toBe('Bree');
    // Boxes lie where the characters were drawn.
    const points = drawn('Bree').strokes.flat();
    const [xs, ys] = [points.map(([x]) => x!), points.map(([, y]) => y!)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    expect(characters[0]!.box[0]).toBeCloseTo(left, 0);
    const last = characters.at(-1)!.box;
    expect(last[0] + last[2]).toBeCloseTo(right, 0);
    for (const { box } of characters) {
      expect(box[1]).toBeGreaterThanOrEqual(Math.min(...ys) - 0.1);
      expect(box[1] + box[3]).toBeLessThanOrEqual(Math.max(...ys) + 0.1);
    }
  });
});
