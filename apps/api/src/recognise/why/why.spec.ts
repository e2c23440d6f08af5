import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PredictionResponse, Why } from '@inkling/contract';
import sharp from 'sharp';
import { newId } from '../../common/id.js';
import { said } from '../../learn/review/testing/review-desk.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { promote, serves } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';
import { Inference } from '../inference/inference.module.js';
import { LoadedModel } from '../serving/loaded-model.js';

let app: TestApp;
let visitor: Client;

beforeAll(async () => {
  app = await TestApp.start();
  visitor = app.visitor();
});

afterAll(async () => {
  await app.end();
});

const seven = { task: 'digits', ink: inkOf('7') };
const why = { ...seven, explain: 'saliency' };

const saliencySessions = () =>
  app.nest.get(Inference).pool.sessions.filter((session) => session.endsWith('#saliency'));

/** The pixels of a heat map. */
async function heatOf(picture: string | undefined): Promise<Uint8Array> {
  const bytes = Buffer.from(picture!.split(',')[1]!, 'base64');
  const { data, info } = await sharp(bytes)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([28, 28]);
  return data;
}

describe('POST /api/predictions with explain', () => {
  it('gives no reasons unless asked for, and opens nothing for them', async () => {
    const plain = (await visitor.predict({ ...seven, explain: false })).body;
    expect([plain.saliency, plain.steps]).toEqual([undefined, undefined]);
    const stepwise = (await visitor.predict({ ...seven, explain: true })).body;
    expect(stepwise.saliency).toBe(undefined);
    expect(stepwise.steps!.length).toBeGreaterThan(1);
    expect(saliencySessions()).toEqual([]);
  });

  it.each([
    ['digits', '7'],
    ['letters', 'A'],
    ['characters', 'A'],
  ])('says what the network looked at: %s', async (task, label) => {
    const { status, body } = await visitor.predict({
      task,
      ink: inkOf(label),
      explain: 'saliency',
    });
    expect(status).toBe(201);
    const { saliency, candidates, timings } = body;
    expect(saliency).toMatchObject({ label: body.label, runnerUp: candidates[1] });
    expect(saliency!.unavailable).toBe(undefined);
    expect(saliency!.sentence).toMatch(
      new RegExp(`^The network sees ${body.label}, looking most at the .*\\.$`),
    );
    const [own, other] = await Promise.all([
      heatOf(saliency!.picture),
      heatOf(saliency!.runnerUp!.picture),
    ]);
    expect(Math.max(...own)).toBe(255);
    expect(Buffer.from(own).equals(Buffer.from(other))).toBe(false);
    expect(body.steps!.length).toBeGreaterThan(1);
    const { preprocess, model, memory, record, total } = timings;
    expect(preprocess + model + memory + record).toBeCloseTo(total, 1);
  });

  it('takes it as a field of a form', async () => {
    const { body: drawn } = await visitor.predict({ ...seven });
    const picture = Buffer.from(drawn.glyph.split(',')[1]!, 'base64');
    const { body } = await visitor.upload(picture, { task: 'digits', explain: 'saliency' });
    expect(body.saliency!.label).toBe(body.label);
    const refused = await visitor.upload(picture, { task: 'digits', explain: 'everything' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/explain' }] });
  });

  it('has no runner-up where one label alone may answer', async () => {
    const { body } = await visitor.predict({ ...why, allow: ['2'] });
    expect(body.saliency).toMatchObject({ label: '2', sentence: expect.stringContaining('2') });
    expect(body.saliency!.runnerUp).toBe(undefined);
  });

  it('says first that memory decided, and by whose samples', async () => {
    const guest = await app.guest();
    const { body: first } = await guest.predict(seven);
    await guest.correct(first.id, '4');
    const { body } = await guest.predict(why);
    expect(body).toMatchObject({ label: '4', decidedBy: 'memory' });
    expect(body.saliency!.sentence).toBe(
      'Memory decided: 1 of your own samples labelled 4 looks like this; the network alone would say 7.',
    );
  });

  it.each<[string, () => Promise<undefined>, string]>([
    ['does not know the network', () => Promise.resolve(undefined), 'has a shape'],
    ['fails', () => Promise.reject(new Error('broken')), 'could not be made'],
  ])('answers all the same where saliency %s', async (_, look, said) => {
    jest.spyOn(LoadedModel.prototype, 'look').mockImplementation(look);
    const { status, body } = await visitor.predict(why);
    expect(status).toBe(201);
    expect(body.saliency).toEqual({
      label: '7',
      runnerUp: body.candidates[1],
      unavailable: expect.stringContaining(said),
      sentence: 'The network sees 7.',
    });
  });
});

describe('GET /api/predictions/:id/why', () => {
  it('reads a drawing again with what was taught since', async () => {
    const guest = await app.guest();
    const { body: first } = await guest.predict({ ...seven, allow: ['4', '7'] });
    const url = `/api/predictions/${first.id}/why`;
    const { status, body } = await guest.call<Why>('GET', url);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ task: 'digits', label: '7', decidedBy: 'model', neighbours: [] },
      ...{ model: first.model, glyph: expect.stringMatching(/^data:image\/png;base64,/) },
      saliency: { label: '7', runnerUp: { label: '4' } },
    });
    expect(body.candidates).toHaveLength(2);
    expect(body.probability).toBeCloseTo(first.probability, 6);
    await guest.correct(first.id, '4');
    const { body: after } = await guest.call<Why>('GET', url);
    expect(after).toMatchObject({ label: '4', decidedBy: 'memory' });
    expect(after.neighbours[0]).toMatchObject({ label: '4', own: true });
    const { items } = (await guest.call<{ items: unknown[] }>('GET', '/api/predictions')).body;
    expect(items).toHaveLength(1);
  });

  it('says of a sign that memory alone knows it, and reads on when it was taken back', async () => {
    const guest = await app.guest();
    const { body: alphabet } = await guest.call<{ id: string }>('POST', '/api/alphabets', {
      name: 'Signs',
      labels: ['ä', 'K'],
    });
    const drawing = { task: 'letters', ink: inkOf('A') };
    const { body: first } = await guest.predict(drawing);
    await guest.correct(first.id, 'ä');
    const { body: own } = await guest.predict({ ...drawing, task: alphabet.id });
    expect(own.label).toBe('ä');
    const url = `/api/predictions/${own.id}/why`;
    const { body } = await guest.call<Why>('GET', url);
    expect(body).toMatchObject({ label: 'ä', decidedBy: 'memory' });
    expect(body.saliency.picture).toBe(undefined);
    expect(body.saliency.runnerUp).toMatchObject({ label: 'K', picture: expect.any(String) });
    expect(body.saliency.sentence).toMatch(/^Memory decided: 1 of your own samples labelled ä/);
    expect(body.candidates.map(({ label }) => label).sort()).toEqual(['K', 'ä']);

    await guest.call('DELETE', '/api/symbols/%C3%A4');
    await guest.call('DELETE', `/api/alphabets/${alphabet.id}`);
    const { status, body: after } = await guest.call<Why>('GET', url);
    expect(status).toBe(200);
    expect(after.label).toBe('A');
  });

  it('lets what was drawn lately have its say, as the answer did', async () => {
    const guest = await app.guest();
    for (const label of ['A', 'B', 'K'])
      await guest.predict({ task: 'letters', ink: inkOf(label) });
    const { body } = await guest.predict({ task: 'characters', ink: inkOf('O') });
    expect(body.prior).toBeDefined();
    const { body: again } = await guest.call<Why>('GET', `/api/predictions/${body.id}/why`);
    expect(again.label).toBe(body.label);
    expect(again.probability).toBeCloseTo(body.probability, 6);
  });

  it('counts how the pen went, as the answer did', async () => {
    const guest = await app.guest();
    const { strokes } = inkOf('f', 1);
    const { body } = await guest.predict({ task: 'characters', prior: false, ink: { strokes } });
    expect(body.certainty).not.toBe('sure');
    const { body: again } = await guest.call<Why>('GET', `/api/predictions/${body.id}/why`);
    expect(again.probability).toBeCloseTo(body.probability, 6);
  });

  it('says where the way it was drawn made another of it than its shape', async () => {
    const guest = await app.guest();
    const ink = inkOf('1', 0);
    const { body } = await guest.predict({ task: 'digits', ink, explain: 'saliency' });
    expect(body).toMatchObject({ label: '1', decidedBy: 'model' });
    const { sentence } = body.saliency!;
    expect(sentence).toMatch(/^How the pen moved speaks for 1; the shape alone looks more like 9/);
    const { body: again } = await guest.call<Why>('GET', `/api/predictions/${body.id}/why`);
    expect(again.saliency.sentence).toBe(sentence);
  });

  it("is nobody else's", async () => {
    const { body } = await (await app.guest()).predict(seven);
    const other = await app.guest();
    expect((await other.problem('GET', `/api/predictions/${body.id}/why`)).status).toBe(404);
    expect((await other.problem('GET', `/api/predictions/${newId()}/why`)).status).toBe(404);
    expect((await visitor.problem('GET', `/api/predictions/${body.id}/why`)).status).toBe(401);
  });
});

describe('GET /api/corrections/:id/why', () => {
  it('says for reviewers what the network alone looked at', async () => {
    const anna = await app.guest();
    const { id } = await said(anna, '4', seven);
    const reviewer = await app.reviewer();
    const { status, body } = await reviewer.call<Why>('GET', `/api/corrections/${id}/why`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ label: '7', decidedBy: 'model', neighbours: [] });
    expect(body.saliency.sentence).toMatch(/^The network sees 7/);
    expect((await anna.problem('GET', `/api/corrections/${id}/why`)).status).toBe(403);
    const unknown = `/api/corrections/${newId()}/why`;
    expect((await reviewer.problem('GET', unknown)).status).toBe(404);
  });
});

describe('a swap', () => {
  it('says why by the version in service, and lets go of the former one', async () => {
    await visitor.predict(why);
    const former = saliencySessions();
    const { id } = await registerVersion(app.prisma, { seed: 5 });
    await promote(app.prisma, id);
    await serves(app.nest, 'digits', id);
    const { body } = await visitor.call<PredictionResponse>('POST', '/api/predictions', why);
    expect(body.model.id).toBe(id);
    expect(body.saliency!.picture).toBeDefined();
    const now = saliencySessions();
    expect(now.some((session) => session.startsWith(id))).toBe(true);
    expect(former.filter((session) => now.includes(session))).toHaveLength(former.length - 1);
  });
});
