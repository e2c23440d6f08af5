import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { HistoryDetail, HistoryItem, PredictionResponse } from '@inkling/contract';
import { CHARACTER_LABELS, LETTER_LABELS } from '@inkling/recognizer';
import sharp from 'sharp';
import { setTimeout as wait } from 'node:timers/promises';
import { Changes } from '../../database/changes.js';
import { newId } from '../../common/id.js';
import { ServingService } from '../serving/serving.service.js';
import type { NewPrediction } from './new-prediction.js';
import { PredictionsRepository } from './predictions.repository.js';
import { writeBmp } from '../../testing/bmp-writer.js';
import type { Client } from '../../testing/client.js';
import { drawingsOf, inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let visitor: Client;
/** A photo-like picture of a real drawing: dark ink on light paper. */
let picture: Buffer;

/** Rounded each, so their sum is off by microseconds. */
const partsOf = ({ preprocess, model, memory, record }: PredictionResponse['timings']): number =>
  preprocess + model + memory + record;

beforeAll(async () => {
  app = await TestApp.start();
  visitor = app.visitor();
  const paths = drawingsOf('3')[0]!.strokes.map(
    (stroke) => `<polyline points="${stroke.map(([x, y]) => `${x! + 60},${y! + 60}`).join(' ')}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#f4f1e8"/><g fill="none" stroke="#223" stroke-width="9" stroke-linecap="round">${paths.join('')}</g></svg>`;
  picture = await svgToPng(svg);
});

afterAll(async () => {
  await app.end();
});

/** The server blocks sharp's other loaders in this process; drawing a test's picture needs one. */
async function svgToPng(svg: string): Promise<Buffer> {
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] });
  try {
    return await sharp(Buffer.from(svg)).png().toBuffer();
  } finally {
    sharp.block({ operation: ['VipsForeignLoadSvg'] });
  }
}

const digit = { task: 'digits', ink: inkOf('7') };

describe('POST /api/predictions', () => {
  it('says that the session ended where its writer was deleted meanwhile', async () => {
    const guest = await app.guest();
    const { body } = await guest.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
    const serving = app.nest.get(ServingService);
    const use = serving.use.bind(serving) as typeof serving.use;
    const changes = app.nest.get(Changes);
    jest.spyOn(serving, 'use').mockImplementationOnce(async (network, work) => {
      const { moment } = changes;
      await app.prisma.user.delete({ where: { id: body.user.id } });
      // As another replica would hear of it.
      while (changes.isSame(moment)) await wait(1);
      return use(network, work) as Promise<never>;
    });
    const refused = await guest.problem('POST', '/api/predictions', digit);
    expect(refused.status).toBe(401);
    expect(refused.body).toMatchObject({
      code: 'sign_in_first',
      detail: 'Your session ended while this was read. Send it again.',
    });
  });

  it('reads ink', async () => {
    const { status, body } = await visitor.predict(digit);
    expect(status).toBe(201);
    expect(body).toMatchObject({ task: 'digits', label: '7', decidedBy: 'model', neighbours: [] });
    expect(body.candidates).toHaveLength(5);
    expect(body.candidates[0]).toEqual({ label: body.label, probability: body.probability });
    expect(body.certain).toBe(body.certainty === 'sure');
    expect(body.glyph).toMatch(/^data:image\/png;base64,/);
    expect(body.steps).toBeUndefined();
    expect(body.timings.total).toBeGreaterThanOrEqual(body.timings.model);
    expect(partsOf(body.timings)).toBeCloseTo(body.timings.total, 1);
  });

  it('reads most of the real digits', async () => {
    const labels = [...'0123456789'];
    let right = 0;
    for (const label of labels) {
      for (const { strokes } of drawingsOf(label)) {
        const { body } = await visitor.predict({ task: 'digits', ink: { strokes } });
        if (body.label === label) right++;
      }
    }
    // Unseen writers, a few of them hard to read even for people.
    expect(right).toBeGreaterThanOrEqual(45);
  });

  it('counts how the pen went, where the glyph alone is not sure', async () => {
    const drawn = inkOf('f', 1).strokes;
    const backwards = drawn.map((stroke) => [...stroke].reverse()).reverse();
    const [answer, other] = await Promise.all(
      [drawn, backwards].map(async (strokes) => {
        const { body } = await visitor.predict({ task: 'characters', ink: { strokes } });
        return body;
      }),
    );
    expect(other!.glyph).toBe(answer!.glyph);
    expect(answer!.certainty).not.toBe('sure');
    expect(other!.probability).not.toBeCloseTo(answer!.probability, 2);
  });

  it('masks by task, on one network', async () => {
    const ink = inkOf('A');
    const { body: letter } = await visitor.predict({ task: 'letters', ink, top: 47 });
    expect(letter.candidates.map(({ label }) => label).sort()).toEqual([...LETTER_LABELS].sort());
    const { body: any } = await visitor.predict({ task: 'characters', ink, top: 47 });
    expect(any.candidates).toHaveLength(CHARACTER_LABELS.length);
    expect(letter.model).toEqual(any.model);
    for (const { candidates } of [letter, any]) {
      const sum = candidates.reduce((total, { probability }) => total + probability, 0);
      expect(sum).toBeCloseTo(1, 9);
    }
  });

  it('answers with allowed labels only, in any case of a merged letter', async () => {
    const { body } = await visitor.predict({ ...digit, allow: ['0', '1'] });
    expect(body.candidates.map(({ label }) => label).sort()).toEqual(['0', '1']);
    expect(body.candidates[0]!.probability + body.candidates[1]!.probability).toBeCloseTo(1, 9);
    const letters = await visitor.predict({ task: 'letters', ink: inkOf('C'), allow: ['c', 'O'] });
    expect(letters.body.candidates.map(({ label }) => label).sort()).toEqual(['C', 'O']);
    const one = await visitor.predict({ ...digit, allow: ['2'] });
    expect(one.body).toMatchObject({ label: '2', probability: 1 });
  });

  it('returns as many candidates as asked for', async () => {
    expect((await visitor.predict({ ...digit, top: 1 })).body.candidates).toHaveLength(1);
    const { candidates } = (await visitor.predict({ ...digit, top: 10 })).body;
    const probabilities = candidates.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it('explains by pictures of the steps', async () => {
    const { body } = await visitor.predict({ ...digit, explain: true });
    expect(body.steps!.length).toBeGreaterThanOrEqual(2);
    for (const step of body.steps!) {
      const bytes = Buffer.from(step.picture.split(',')[1]!, 'base64');
      const { width, height } = await sharp(bytes).metadata();
      expect([width, height]).toEqual([step.width, step.height]);
    }
    expect(body.steps!.at(-1)).toMatchObject({ width: 28, height: 28, picture: body.glyph });
  });

  it('reads the same picture from base64, data URL and form alike', async () => {
    const base64 = picture.toString('base64');
    const answers = [
      await visitor.predict({ task: 'digits', image: base64 }),
      await visitor.predict({ task: 'digits', image: `data:image/png;base64,${base64}` }),
      await visitor.predict({ task: 'digits', image: base64.replaceAll(/.{76}/g, '$&\r\n') }),
      await visitor.upload(Buffer.concat([Buffer.from('\ufeff\n'), picture]), { task: 'digits' }),
      await visitor.upload(picture, { task: 'digits' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(201);
      expect(body.label).toBe('3');
      expect(body.candidates).toEqual(answers[0]!.body.candidates);
      expect(body.glyph).toBe(answers[0]!.body.glyph);
    }
  });

  it('reads a long picture in JSON, also with slashes that were escaped', async () => {
    // As some writers of JSON do. Uncompressed, so that it is long.
    const long = await sharp(picture).png({ compressionLevel: 0 }).toBuffer();
    const json = JSON.stringify({ task: 'digits', image: long.toString('base64') });
    expect(json.length).toBeGreaterThan(100_000);
    const headers = { 'content-type': 'application/json' };
    const send = (payload: string) =>
      visitor.send('POST', '/api/predictions', { payload, headers });
    const plain = await visitor.predict({ task: 'digits', image: picture.toString('base64') });
    for (const body of [json, json.replaceAll('/', '\\/')]) {
      const { glyph } = plain.body;
      expect(await send(body)).toMatchObject({ status: 201, body: { label: '3', glyph } });
    }
    for (const [body, code] of [
      [json.replace('iVBOR', 'iVB\\uOR'), 'malformed_request'],
      [json.slice(0, -2), 'malformed_request'],
      [json.replace('iVBOR', 'iVB!OR'), 'unreadable_picture'],
      [json.replace('"image"', '"ink":{"strokes":[]},"image"'), 'invalid_request'],
    ] as const) {
      expect(await send(body)).toMatchObject({ body: { code } });
    }
  });

  it('reads BMP as it reads PNG', async () => {
    const { data, info } = await sharp(picture)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const bmp = writeBmp(info.width, info.height, data, { bitsPerPixel: 24, topDown: true });
    const { body } = await visitor.predict({ task: 'digits', image: bmp.toString('base64') });
    const png = await visitor.predict({ task: 'digits', image: picture.toString('base64') });
    expect(body.glyph).toBe(png.body.glyph);
  });

  it('takes the options as form fields', async () => {
    const fields = { task: 'digits', allow: '3, 8', top: '1', explain: 'true', memory: 'false' };
    const { status, body } = await visitor.upload(picture, { ...fields, prior: 'false' });
    expect(status).toBe(201);
    expect(body.candidates).toHaveLength(1);
    expect(body.steps!.length).toBeGreaterThan(2);
    const listed = await visitor.upload(picture, { task: 'digits', allow: '["8","9"]' });
    expect(listed.body.candidates.map(({ label }) => label).sort()).toEqual(['8', '9']);
  });

  it('records the request before it answers', async () => {
    const guest = await app.guest();
    const { body } = await guest.predict({ ...digit, allow: ['7', '1'] });
    const row = await app.prisma.prediction.findUniqueOrThrow({ where: { id: body.id } });
    expect(row).toMatchObject({
      task: 'digits',
      network: 'digits',
      inputKind: 'ink',
      ink: digit.ink,
      label: '7',
      probability: body.probability,
      certainty: body.certainty,
      decidedBy: 'model',
      candidates: body.candidates,
      options: { allow: ['7', '1'], memory: true },
      // What writing the row takes is not known when it is written: see `record` below.
      timings: {
        preprocess: body.timings.preprocess,
        model: body.timings.model,
        memory: body.timings.memory,
      },
      modelVersionId: body.model.id,
      corrected: false,
    });
    const stored = row.timings as unknown as typeof body.timings;
    expect(stored.record).toBeGreaterThan(0);
    expect(partsOf(stored)).toBeCloseTo(stored.total, 1);
    expect(row.glyph).toHaveLength(784);
    expect(row.writerId).not.toBeNull();
    const anonymous = await visitor.predict(digit);
    const theirs = { where: { id: anonymous.body.id } };
    expect((await app.prisma.prediction.findUniqueOrThrow(theirs)).writerId).toBeNull();
  });

  it('records what comes together, and refuses alone what is at fault', async () => {
    const guest = await app.guest();
    const { body } = await guest.predict(digit);
    const row = await app.prisma.prediction.findUniqueOrThrow({ where: { id: body.id } });
    const prediction = (writerId: string | null): NewPrediction => ({
      id: newId(),
      isIdGiven: false,
      writerId,
      alphabetId: null,
      task: 'digits',
      network: 'digits',
      modelVersionId: body.model.id,
      ink: digit.ink,
      picture: null,
      glyph: row.glyph,
      certainty: body.certainty,
      decidedBy: 'model',
      decidedBySampleId: null,
      candidates: body.candidates,
      options: { memory: true },
      timings: body.timings,
      replaces: undefined,
    });
    const [good, bad] = [row.writerId, newId()];
    // The first ones go at once and alone; those after them wait, and go together.
    const sent = [good, good, good, bad, null, good].map(prediction);
    const predictions = app.nest.get(PredictionsRepository);
    const outcomes = await Promise.allSettled(sent.map((one) => predictions.record(one)));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      ...[true, true, true, false, true, true],
    ]);
    expect(outcomes[3]).toMatchObject({ reason: { code: 'sign_in_first' } });
    const kept = await app.prisma.prediction.findMany({
      where: { id: { in: sent.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
    });
    expect(kept.map(({ writerId }) => writerId)).toEqual([good, good, good, null, good]);
    expect(kept.at(-1)).toMatchObject({
      ink: digit.ink,
      candidates: body.candidates,
      corrected: false,
    });
    expect(kept.at(-1)!.glyph).toEqual(row.glyph);
  });

  it('keeps an uploaded picture without its metadata', async () => {
    const guest = await app.guest();
    const large = await sharp(picture).resize(2000, 2000).jpeg().withMetadata().toBuffer();
    const { body } = await guest.upload(large, { task: 'digits' });
    const kept = await app.prisma.predictionPicture.findUniqueOrThrow({
      where: { predictionId: body.id },
    });
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 1024, height: 1024 });
    const { body: detail } = await guest.call<HistoryDetail>('GET', `/api/predictions/${body.id}`);
    expect(detail.picture).toMatch(/^data:image\/jpeg;base64,/);
    expect(detail.ink).toBeNull();
  });

  it('fits a kept picture into a square', async () => {
    const guest = await app.guest();
    const tall = await sharp(picture).resize(300, 3000, { fit: 'contain', background: '#fff' });
    const { body } = await guest.upload(await tall.png().toBuffer(), { task: 'digits' });
    const kept = await app.prisma.predictionPicture.findUniqueOrThrow({
      where: { predictionId: body.id },
    });
    expect([kept.width, kept.height]).toEqual([102, 1024]);
  });

  it('keeps nothing but the glyph of a picture that came without a session', async () => {
    const { body } = await visitor.upload(picture, { task: 'digits' });
    const row = await app.prisma.prediction.findUniqueOrThrow({
      where: { id: body.id },
      include: { picture: true },
    });
    expect(row).toMatchObject({ inputKind: 'picture', picture: null, ink: null });
    expect(row.glyph).toHaveLength(784);
  });

  it('reads white ink on nothing as it reads black ink on white', async () => {
    const grey = await sharp(picture)
      .greyscale()
      .negate()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = grey.info;
    const white = { width, height, channels: 3, background: '#fff' } as const;
    const clear = await sharp({ create: white })
      .joinChannel(grey.data, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    const [plain, transparent] = [
      await visitor.upload(picture, { task: 'digits' }),
      await visitor.upload(clear, { task: 'digits' }),
    ];
    expect(transparent.status).toBe(201);
    expect(transparent.body.label).toBe(plain.body.label);
  });

  it('replaces the drawing with one stroke less, unless it was corrected', async () => {
    const [guest, other] = [await app.guest(), await app.guest()];
    const first = (await guest.predict(digit)).body.id;
    const foreign = (await other.predict(digit)).body.id;
    const second = (await guest.predict({ ...digit, replaces: first })).body.id;
    expect(await app.prisma.prediction.findUnique({ where: { id: first } })).toBeNull();
    await guest.correct(second, '7');
    await guest.predict({ ...digit, replaces: second });
    await guest.predict({ ...digit, replaces: foreign });
    await visitor.predict({ ...digit, replaces: foreign });
    for (const id of [second, foreign]) {
      expect(await app.prisma.prediction.findUnique({ where: { id } })).not.toBeNull();
    }
  });
});

describe('errors', () => {
  const tooMany = Array.from({ length: 20_001 }, (_, at) => [at % 100, at / 100]);
  interface Case {
    readonly name: string;
    readonly body: object;
    readonly status: number;
    readonly code: string;
    readonly pointer?: string;
  }
  const ink = (...strokes: number[][][]) => ({ task: 'digits', ink: { strokes } });
  const cases: Case[] = [
    { name: 'an empty drawing', body: ink(), status: 422, code: 'nothing_drawn' },
    { name: 'a dot', body: ink([[5, 5]]), status: 422, code: 'only_a_dot' },
    {
      name: 'absurd coordinates',
      body: ink([
        [0, 0],
        [1e9, 5],
      ]),
      status: 422,
      code: 'bad_coordinates',
    },
    { name: 'too many points', body: ink(tooMany), status: 422, code: 'too_many_points' },
    {
      name: 'an unknown task',
      body: { ...digit, task: 'runes' },
      status: 422,
      code: 'unknown_task',
      pointer: '/task',
    },
    {
      name: 'no task',
      body: { ink: digit.ink },
      status: 422,
      code: 'unknown_task',
      pointer: '/task',
    },
    {
      name: 'an unknown label',
      body: { ...digit, allow: ['0', 'x'] },
      status: 422,
      code: 'unknown_label',
      pointer: '/allow/1',
    },
    {
      name: 'no label at all',
      body: { ...digit, allow: [] },
      status: 422,
      code: 'invalid_request',
      pointer: '/allow',
    },
    {
      name: 'neither ink nor image',
      body: { task: 'digits' },
      status: 422,
      code: 'invalid_request',
      pointer: '/ink',
    },
    {
      name: 'both',
      body: { ...digit, image: 'aGVsbG8=' },
      status: 422,
      code: 'invalid_request',
      pointer: '/ink',
    },
    {
      name: 'a point without y',
      body: ink([[1, 2], [3]]),
      status: 422,
      code: 'invalid_request',
      pointer: '/ink/strokes/0/1',
    },
    {
      name: 'a wrong top',
      body: { ...digit, top: 0 },
      status: 422,
      code: 'invalid_request',
      pointer: '/top',
    },
    {
      name: 'no base64',
      body: { task: 'digits', image: 'Ä' },
      status: 400,
      code: 'unreadable_picture',
    },
    {
      name: 'no picture',
      body: { task: 'digits', image: 'aGVsbG8gd29ybGQ=' },
      status: 400,
      code: 'unreadable_picture',
    },
  ];

  it.each(cases)('says so: $name', async ({ body, status, code, pointer }) => {
    const answer = await visitor.problem('POST', '/api/predictions', body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      status,
      code,
      type: `/problems/${code.replaceAll('_', '-')}`,
    });
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
    if (pointer !== undefined) expect(answer.body.errors![0]!.pointer).toBe(pointer);
  });

  it.each([undefined, 'runes', 5, '', null])(
    'names the tasks that there are: not %s',
    async (task) => {
      const { body } = await visitor.problem('POST', '/api/predictions', { ...digit, task });
      const detail = 'must be digits, letters, characters, or the id of an alphabet';
      expect(body).toMatchObject({ code: 'unknown_task', errors: [{ pointer: '/task', detail }] });
    },
  );

  const raw = (payload: string, type = 'application/json') =>
    visitor.send<{ code: string }>('POST', '/api/predictions', {
      payload,
      headers: { 'content-type': type },
    });

  it('says so: what is no JSON, no form, or of another kind', async () => {
    expect(await raw('{"task":')).toMatchObject({
      status: 400,
      body: { code: 'malformed_request' },
    });
    expect(await raw('null')).toMatchObject({ status: 422 });
    expect(await raw('<a/>', 'text/xml')).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    expect(await raw('nothing', 'multipart/form-data; boundary=x')).toMatchObject({ status: 400 });
    const { status, body } = await visitor.upload(undefined, { task: 'digits' });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/file' }] },
    });
  });

  it('says so: what is too large', async () => {
    const nine = Buffer.alloc(9 * 1024 * 1024, 1);
    const json = { task: 'digits', image: nine.toString('base64') };
    const answers = [
      await visitor.problem('POST', '/api/predictions', json),
      await visitor.upload(nine, { task: 'digits' }),
      await raw(JSON.stringify({ ...digit, padding: 'x'.repeat(13 * 1024 * 1024) })),
    ];
    for (const { status, body } of answers) {
      expect({ status, body }).toMatchObject({ status: 413, body: { code: 'too_large' } });
    }
  });

  it('says so: a field of a form that is too long', async () => {
    // What is left of it would be a list, too.
    const allow = Array.from({ length: 400 }, () => '7').join(', ');
    const { status, body } = await visitor.upload(picture, { task: 'digits', allow });
    expect({ status, body }).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect(body).toMatchObject({ detail: expect.stringContaining('"allow"') });
  });

  it('says so: unknown addresses', async () => {
    const guest = await app.guest();
    for (const url of [
      '/api/nothing',
      '/api/predictions/nonsense',
      '/api/predictions/0199a1a0-0000-7000-8000-000000000000',
      '/api/models/nonsense',
    ]) {
      const { status, body } = await guest.problem('GET', url);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});

describe('GET /api/predictions', () => {
  type Page = { items: HistoryItem[]; nextCursor: string | null };

  it('lists the own history, newest first, page by page', async () => {
    const [guest, other] = [await app.guest(), await app.guest()];
    const ids: string[] = [];
    for (const label of ['1', '2', '3', '4', '5']) {
      ids.unshift((await guest.predict({ task: 'digits', ink: inkOf(label) })).body.id);
    }
    const correction = await guest.correct(ids[1]!, '4');
    const first = (await guest.call<Page>('GET', '/api/predictions?limit=3')).body;
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(first.items[1]!.correction).toMatchObject({ id: correction.body.id, label: '4' });
    expect(first.items[0]!.glyph).toMatch(/^data:image\/png/);
    const rest = `/api/predictions?limit=3&cursor=${first.nextCursor}`;
    const second = (await guest.call<Page>('GET', rest)).body;
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(second.nextCursor).toBeNull();
    expect((await guest.call<Page>('GET', '/api/predictions?task=letters')).body.items).toEqual([]);

    expect((await other.call<Page>('GET', '/api/predictions')).body.items).toEqual([]);
    expect((await other.problem('GET', `/api/predictions/${ids[0]}`)).status).toBe(404);
    const detail = await guest.call<HistoryDetail>('GET', `/api/predictions/${ids[0]}`);
    expect(detail.body).toMatchObject({ id: ids[0], ink: inkOf('5'), picture: null });
  });

  it('needs a session and a cursor that it gave', async () => {
    expect(await visitor.problem('GET', '/api/predictions')).toMatchObject({
      status: 401,
      body: { code: 'sign_in_first' },
    });
    const guest = await app.guest();
    for (const query of ['cursor=abc', 'limit=0', 'limit=x', 'task=runes']) {
      expect((await guest.problem('GET', `/api/predictions?${query}`)).status).toBe(422);
    }
  });
});

describe('deleting drawings', () => {
  const sevens = { task: 'digits', ink: inkOf('7') };
  const idsOf = async (client: Client) =>
    (await client.call<{ items: HistoryItem[] }>('GET', '/api/predictions')).body.items.map(
      ({ id }) => id,
    );

  it('removes one with its picture, its correction and what was learned from it', async () => {
    const guest = await app.guest();
    const upload = { task: 'digits', image: picture.toString('base64') };
    const { id } = (await guest.predict(upload)).body;
    const { sampleId } = (await guest.correct(id, '5')).body;
    const kept = (await guest.predict(sevens)).body.id;
    expect((await guest.predict({ ...upload, replaces: kept })).body).toMatchObject({
      label: '5',
      decidedBy: 'memory',
    });

    const url = `/api/predictions/${id}`;
    const other = await app.guest();
    expect((await other.problem('DELETE', url)).status).toBe(404);
    expect((await visitor.problem('DELETE', url)).status).toBe(401);
    expect((await guest.call('DELETE', url)).status).toBe(204);
    expect((await guest.problem('DELETE', url)).status).toBe(404);
    expect((await guest.problem('DELETE', '/api/predictions/nothing')).status).toBe(404);

    expect((await guest.predict(upload)).body).toMatchObject({ label: '3', neighbours: [] });
    const where = { predictionId: id };
    expect(await app.prisma.predictionPicture.count({ where })).toBe(0);
    expect(await app.prisma.correction.count({ where })).toBe(0);
    expect(await app.prisma.sample.count({ where: { id: sampleId } })).toBe(0);
    // Who withdrew it and when is kept, without ink.
    const changes = await app.prisma.sampleRevision.findMany({
      where: { sampleId },
      orderBy: { revision: 'asc' },
    });
    expect(changes.map(({ change }) => change)).toEqual(['corrected', 'taken back']);
    expect(await idsOf(guest)).not.toContain(id);
  });

  it('removes several at once, an approved one among them, and passes over what is not theirs', async () => {
    const [guest, other, reviewer] = [await app.guest(), await app.guest(), await app.reviewer()];
    const ids: string[] = [];
    for (const label of ['1', '2', '7']) {
      ids.push((await guest.predict({ task: 'digits', ink: inkOf(label) })).body.id);
    }
    const foreign = (await other.predict(sevens)).body.id;
    const { id: correction } = (await guest.correct(ids[2]!, '4')).body;
    const approve = { ids: [correction], decision: 'approve' };
    expect((await reviewer.call('POST', '/api/corrections/review', approve)).status).toBe(200);
    expect((await other.predict(sevens)).body.neighbours).toHaveLength(1);

    const gone = [ids[0]!, ids[2]!, ids[0]!, foreign];
    const answer = await guest.call('POST', '/api/predictions/delete', { ids: gone });
    expect(answer).toMatchObject({ status: 200, body: { deleted: 2 } });
    expect(await idsOf(guest)).toEqual([ids[1]]);
    expect(await idsOf(other)).toContain(foreign);
    expect((await other.predict(sevens)).body.neighbours).toEqual([]);
    const again = await guest.call('POST', '/api/predictions/delete', { ids: gone });
    expect(again.body).toEqual({ deleted: 0 });
    for (const wrong of [{}, { ids: [] }, { ids: ['x'] }, { ids: Array(101).fill(foreign) }]) {
      expect((await guest.problem('POST', '/api/predictions/delete', wrong)).status).toBe(422);
    }
  });
});
