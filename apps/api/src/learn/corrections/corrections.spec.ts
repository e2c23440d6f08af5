import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryItem } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const seven = { task: 'digits', ink: inkOf('7') };

/** Draws and corrects; gives the ids of both. */
async function teach(client: Client, body: object, label: string) {
  const prediction = await client.predict(body);
  const correction = await client.correct(prediction.body.id, label);
  expect(correction.status).toBe(201);
  return { prediction: prediction.body, correction: correction.body };
}

describe('POST /api/corrections', () => {
  it('is in memory before its answer leaves, for its writer alone', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const { prediction } = await teach(anna, seven, '4');
    expect(prediction).toMatchObject({ label: '7', decidedBy: 'model', correctable: true });
    // However sure the network was.
    expect(prediction.probability).toBeGreaterThan(0.9);

    const next = await anna.predict(seven);
    expect(next.body).toMatchObject({ label: '4', decidedBy: 'memory' });
    expect(next.body.candidates[0]).toEqual({ label: '4', probability: next.body.probability });
    expect(next.body.neighbours[0]).toMatchObject({ label: '4', own: true });
    expect(next.body.neighbours[0]!.similarity).toBeGreaterThan(0.999);
    expect(next.body.neighbours[0]!.picture).toMatch(/^data:image\/png;base64,/);

    const other = await ben.predict(seven);
    expect(other.body).toMatchObject({ label: '7', decidedBy: 'model', neighbours: [] });
    expect(other.body.candidates).toEqual(prediction.candidates);
    const visitor = await app.visitor().predict(seven);
    expect(visitor.body.candidates).toEqual(prediction.candidates);
  });

  it('leaves the network alone when asked to', async () => {
    const guest = await app.guest();
    await teach(guest, seven, '4');
    const alone = await guest.predict({ ...seven, memory: false });
    expect(alone.body).toMatchObject({ label: '7', decidedBy: 'model', neighbours: [] });
  });

  it('counts among the allowed labels only', async () => {
    const guest = await app.guest();
    await teach(guest, seven, '4');
    const without = await guest.predict({ ...seven, allow: ['7', '1'] });
    expect(without.body).toMatchObject({ label: '7', decidedBy: 'model', neighbours: [] });
  });

  it('says the same after a restart', async () => {
    const guest = await app.guest();
    await teach(guest, seven, '4');
    await teach(guest, { task: 'digits', ink: inkOf('3') }, '3');
    const questions = ['7', '3', '8', '0'].map((label) => ({
      task: 'digits',
      ink: inkOf(label, label === '7' ? 0 : 1),
    }));
    const ask = async () =>
      Promise.all(
        questions.map(async (question) => {
          const { label, candidates, decidedBy, neighbours } = (await guest.predict(question)).body;
          return { label, candidates, decidedBy, neighbours };
        }),
      );
    const before = await ask();
    expect(before[0]).toMatchObject({ label: '4', decidedBy: 'memory' });
    await app.close();
    await app.open();
    expect(await ask()).toEqual(before);
  });

  it('keeps a confirmation, too', async () => {
    const guest = await app.guest();
    const { correction, prediction } = await teach(guest, seven, '7');
    expect(correction).toMatchObject({ label: '7', confirms: true, status: 'pending' });
    const next = await guest.predict(seven);
    expect(next.body).toMatchObject({ label: '7', decidedBy: 'model' });
    expect(next.body.neighbours[0]).toMatchObject({ sampleId: correction.sampleId, own: true });
    const sample = await app.prisma.sample.findUniqueOrThrow({
      where: { id: correction.sampleId },
    });
    const stored = await app.prisma.prediction.findUniqueOrThrow({ where: { id: prediction.id } });
    expect(sample.ink).toEqual(seven.ink);
    expect(Buffer.from(sample.glyph)).toEqual(Buffer.from(stored.glyph));
    expect(stored.corrected).toBe(true);
  });

  it('is replaced by correcting again, and every change says who', async () => {
    const guest = await app.guest();
    const { correction, prediction } = await teach(guest, seven, '4');
    const again = await guest.correct(prediction.id, '9');
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({
      id: correction.id,
      sampleId: correction.sampleId,
      label: '9',
    });
    expect((await guest.predict(seven)).body.label).toBe('9');

    const { sampleId } = correction;
    const revisions = await app.prisma.sampleRevision.findMany({
      where: { sampleId },
      orderBy: { revision: 'asc' },
    });
    expect(revisions.map(({ revision, label, change }) => ({ revision, label, change }))).toEqual([
      { revision: 1, label: '4', change: 'corrected' },
      { revision: 2, label: '9', change: 'corrected again' },
    ]);
    const sample = await app.prisma.sample.findUniqueOrThrow({ where: { id: sampleId } });
    expect(new Set(revisions.map(({ byId }) => byId))).toEqual(new Set([sample.writerId]));
    expect(await app.prisma.sampleEmbedding.count({ where: { sampleId } })).toBe(1);
  });

  it('lets the newest of several samples with the same glyph decide', async () => {
    const guest = await app.guest();
    const first = await teach(guest, seven, '4');
    await teach(guest, seven, '1');
    expect((await guest.predict(seven)).body.label).toBe('1');
    // Saying it again makes it the newest.
    await guest.correct(first.prediction.id, '4');
    expect((await guest.predict(seven)).body.label).toBe('4');
  });

  it('makes one correction of two at the same moment', async () => {
    const guest = await app.guest();
    const { id } = (await guest.predict(seven)).body;
    const answers = await Promise.all(
      ['4', '1', '9', '2'].map((label) => guest.correct(id, label)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.sampleId)).size).toBe(1);
    const stored = await app.prisma.correction.findUniqueOrThrow({ where: { predictionId: id } });
    expect((await guest.predict(seven)).body.label).toBe(stored.label);
  });

  it('pends again when the label of an approved sample changes', async () => {
    const guest = await app.guest();
    const { correction, prediction } = await teach(guest, seven, '4');
    await app.prisma.sample.update({
      where: { id: correction.sampleId },
      data: { status: 'approved', revision: { increment: 1 } },
    });
    expect((await guest.correct(prediction.id, '4')).body.status).toBe('approved');
    expect((await guest.correct(prediction.id, '9')).body.status).toBe('pending');
  });

  it('refuses what the task does not have, whoever asks', async () => {
    const guest = await app.guest();
    const { id } = (await guest.predict(seven)).body;
    const wrong = await guest.problem('POST', '/api/corrections', { predictionId: id, label: 'A' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({ code: 'unknown_label', errors: [{ pointer: '/label' }] });
    expect(await app.prisma.correction.count({ where: { predictionId: id } })).toBe(0);
  });

  it("answers 404 for others' predictions, 401 without a session", async () => {
    const [anna, ben, visitor] = [await app.guest(), await app.guest(), app.visitor()];
    const { id } = (await anna.predict(seven)).body;
    const body = { predictionId: id, label: '4' };
    expect((await ben.problem('POST', '/api/corrections', body)).status).toBe(404);
    expect((await visitor.problem('POST', '/api/corrections', body)).status).toBe(401);
    const nobodys = (await visitor.predict(seven)).body;
    expect(nobodys.correctable).toBe(false);
    const theirs = { predictionId: nobodys.id, label: '4' };
    expect((await anna.problem('POST', '/api/corrections', theirs)).status).toBe(404);
    expect((await anna.predict(seven)).body.label).toBe('7');
  });
});

describe('DELETE /api/corrections/:id', () => {
  it('takes it back, out of memory too', async () => {
    const guest = await app.guest();
    const { correction, prediction } = await teach(guest, seven, '4');
    const url = `/api/corrections/${correction.id}`;
    expect((await guest.call('DELETE', url)).status).toBe(204);
    expect((await guest.predict(seven)).body).toMatchObject({
      label: '7',
      decidedBy: 'model',
      neighbours: [],
    });
    expect((await guest.call('DELETE', url)).status).toBe(404);
    const stored = await app.prisma.prediction.findUniqueOrThrow({ where: { id: prediction.id } });
    expect(stored.corrected).toBe(false);
    expect(await app.prisma.sample.count({ where: { id: correction.sampleId } })).toBe(0);
    const history = await guest.call<{ items: HistoryItem[] }>('GET', '/api/predictions');
    expect(history.body.items.every((item) => item.correction === null)).toBe(true);
    // It can be corrected anew.
    expect((await guest.correct(prediction.id, '2')).status).toBe(201);
    expect((await guest.predict(seven)).body.label).toBe('2');
  });

  it("answers 404 for others' corrections", async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const { correction } = await teach(anna, seven, '4');
    const url = `/api/corrections/${correction.id}`;
    expect((await ben.call('DELETE', url)).status).toBe(404);
    expect((await anna.predict(seven)).body.label).toBe('4');
  });
});

describe('samples', () => {
  it('serve everybody once approved, without their picture', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const drawing = { task: 'digits', ink: inkOf('7', 1) };
    const { correction } = await teach(anna, drawing, '7');
    expect((await ben.predict(drawing)).body.neighbours).toEqual([]);
    await app.prisma.sample.update({
      where: { id: correction.sampleId },
      data: { status: 'approved', revision: { increment: 1 } },
    });
    await app.close();
    await app.open();
    const seen = (await ben.predict(drawing)).body.neighbours.find(
      ({ sampleId }) => sampleId === correction.sampleId,
    );
    expect(seen).toMatchObject({ label: '7', own: false });
    expect(seen).not.toHaveProperty('picture');
  });

  it('that were rejected serve nobody, until their writer insists', async () => {
    const guest = await app.guest();
    const { correction, prediction } = await teach(guest, seven, '4');
    await app.prisma.sample.update({
      where: { id: correction.sampleId },
      data: { status: 'rejected', revision: { increment: 1 } },
    });
    await app.close();
    await app.open();
    expect((await guest.predict(seven)).body.label).toBe('7');
    const again = await guest.correct(prediction.id, '4');
    expect(again.body.status).toBe('rejected');
    expect((await guest.predict(seven)).body.label).toBe('4');
  });

  it('reach other replicas', async () => {
    const guest = await app.guest();
    const replica = await app.startProcess();
    try {
      const there = guest.at(replica);
      expect((await there.predict(seven)).body.label).toBe('7');
      const { correction } = await teach(guest, seven, '4');
      await until(async () => (await there.predict(seven)).body.label === '4');
      await guest.call('DELETE', `/api/corrections/${correction.id}`);
      await until(async () => (await there.predict(seven)).body.label === '7');
    } finally {
      await replica.close();
    }
  });
});
