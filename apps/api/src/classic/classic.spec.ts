import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import {
  classicAnswerSchema,
  classicErrorSchema,
  type ClassicAnswer,
  type ClassicError,
  type historyPageSchema,
  type Ready,
} from '@inkling/contract';
import type { z } from 'zod';
import { greyPng } from '../common/png.js';
import { canvasPicture } from '../testing/canvas-picture.js';
import type { Answer, Client } from '../testing/client.js';
import { drawingsOf, mnist } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

/** From here on a picture is not made a text, see http/parse-body.ts. */
const LONG = 64 * 1024;

const EMAIL = 'classic@example.org';

let app: TestApp;
/** Who signs in as the account of CLASSIC_WRITER. */
let owner: Client;

type HistoryPage = z.output<typeof historyPageSchema>;

/** A page of another address. */
const PAGE = { host: '127.0.0.1:3000', origin: 'http://localhost:5500' };

beforeAll(async () => {
  app = await TestApp.start({ CLASSIC_API: 'true', CLASSIC_WRITER: 'Classic@Example.org' });
  owner = await app.user('writer');
  await app.prisma.user.update({ where: { id: await idOf(owner) }, data: { email: EMAIL } });
});

afterAll(async () => {
  await app.end();
});

async function idOf(client: Client): Promise<string> {
  const { body } = await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
  return body.user.id;
}

const pictureOf = (label: string, index = 0): Buffer =>
  canvasPicture(drawingsOf(label)[index]!.strokes);

const dataUrlOf = (picture: Buffer): string =>
  `data:image/png;base64,${picture.toString('base64')}`;

const postJson = <T = ClassicAnswer>(
  url: string,
  body: object | string,
  at = app,
): Promise<Answer<T>> =>
  at.visitor().send<T>('POST', url, {
    payload: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { ...PAGE, 'content-type': 'application/json' },
  });

interface FormPart {
  readonly name: string;
  readonly content: Buffer | string;
  readonly filename?: string;
}

function postForm<T = ClassicAnswer>(url: string, parts: readonly FormPart[]): Promise<Answer<T>> {
  const boundary = '----WebKitFormBoundaryInkling';
  const payload = parts.flatMap(({ name, content, filename }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: image/png`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return app.visitor().send<T>('POST', url, {
    payload: Buffer.concat([...payload, `--${boundary}--\r\n`].map((part) => Buffer.from(part))),
    headers: { ...PAGE, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
}

const isPng = (base64: string): boolean =>
  /^[A-Za-z0-9+/]+=*$/.test(base64) &&
  Buffer.from(base64, 'base64').subarray(1, 4).toString() === 'PNG';

/** Everything that every client reads is in every answer. */
function expectAnswer({ status, headers, body }: Answer<ClassicAnswer>): ClassicAnswer {
  expect({ status, body }).toMatchObject({ status: 200 });
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(body).not.toHaveProperty('error');
  expect(body).not.toHaveProperty('status');
  return classicAnswerSchema.strict().parse(body);
}

function expectError(
  { status, headers, body }: Answer<ClassicError>,
  expected: number,
): ClassicError {
  expect({ status, body }).toMatchObject({ status: expected });
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['content-type']).toMatch(/^application\/json/);
  const { error, message, detail, ...rest } = classicErrorSchema.strict().parse(body);
  expect(error).not.toBe('');
  expect([message, detail]).toEqual([error, error]);
  return { error, message, detail, ...rest };
}

describe('LiveDigit: JSON with a picture as base64', () => {
  it.each([
    ['base64', (picture: Buffer) => picture.toString('base64')],
    ['data URL', dataUrlOf],
  ])('as %s', async (_name, write) => {
    const body = expectAnswer(await postJson('/predict', { image: write(pictureOf('3')) }));
    expect(body.digit).toBe(3);
    expect((body.confidence * 100).toFixed(1)).toMatch(/^\d{2,3}\.\d$/);
    expect(body.top_predictions).toHaveLength(5);
    expect(body.top_predictions[0]).toEqual({ digit: 3, confidence: body.confidence });
    const confidences = body.top_predictions.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(body).not.toHaveProperty('cropped_image');
  });

  it('with the pictures of the pre-processing where it debugs', async () => {
    const white = canvasPicture(drawingsOf('5')[0]!.strokes, { ink: 255, ground: 0, penPx: 20 });
    const request = { image: dataUrlOf(white), debug: true };
    const body = expectAnswer(await postJson('/predict', request));
    expect(body.digit).toBe(5);
    expect(isPng(body.cropped_image!)).toBe(true);
    expect(isPng(body.final_image!)).toBe(true);
    expect(
      expectAnswer(await postJson('/predict', { ...request, debug: false })),
    ).not.toHaveProperty('final_image');
  });
});

describe('the app of custom_digits.h5: JSON with a data URL and a mode', () => {
  /** What its page shows of an answer. */
  const shown = ({ prediction, confidence, time, source, image }: ClassicAnswer) => ({
    prediction: `${prediction}`,
    confidence: `${(confidence * 100).toFixed(2)}%`,
    time: `${time.toFixed(3)}s`,
    source,
    picture: isPng(image),
  });

  it('reads digits', async () => {
    const request = { data_url: dataUrlOf(pictureOf('7')), mode: 'digits' };
    const body = expectAnswer(await postJson('/predict', request));
    expect(shown(body)).toEqual({
      prediction: '7',
      confidence: expect.stringMatching(/^\d+\.\d\d%$/),
      time: expect.stringMatching(/^\d\.\d{3}s$/),
      source: 'digits, version 1',
      picture: true,
    });
    expect(body.prediction).toBe(7);
  });

  it('reads characters', async () => {
    const request = { data_url: dataUrlOf(pictureOf('A')), mode: 'characters' };
    const body = expectAnswer(await postJson('/predict', request));
    expect(shown(body)).toMatchObject({ prediction: 'A', source: 'characters, version 1' });
    for (const { digit } of body.top_predictions) expect(typeof digit).toBe('string');
    const digit = { ...request, data_url: dataUrlOf(pictureOf('4')) };
    expect(typeof expectAnswer(await postJson('/predict', digit)).prediction).toBe('string');
  });

  it('shows what is wrong with a picture', async () => {
    const request = { data_url: 'data:image/png;base64,AAAA', mode: 'digits' };
    const { error } = expectError(await postJson('/predict', request), 400);
    expect(error).toMatch(/picture/);
    const correction = { ...request, true_label: '7' };
    const answer = expectError(await postJson('/correct', correction), 400);
    expect(answer).toMatchObject({ status: 'error', message: error });
  });

  it('teaches, so that the next drawing profits, also after a restart', async () => {
    // Drawn like no digit: what is answered before is by chance.
    const scrawl = canvasPicture([
      [[0, 0], [40, 90], [80, 0], [120, 90]], // prettier-ignore
      [
        [0, 45],
        [120, 45],
      ],
    ]);
    const request = { data_url: dataUrlOf(scrawl), mode: 'digits' };
    const before = expectAnswer(await postJson('/predict', request));
    const taught = before.prediction === 6 ? '9' : '6';
    const samples = await app.prisma.sample.count();

    const answer = await postJson('/correct', { ...request, true_label: taught });
    const corrected = expectAnswer(answer);
    expect(shown(corrected)).toMatchObject({ prediction: taught, source: 'Custom Dataset' });
    const after = expectAnswer(await postJson('/predict', request));
    expect(after).toMatchObject({ digit: Number(taught), predicted_class: Number(taught) });
    expect(await app.prisma.sample.count()).toBe(samples + 1);
    const sample = await app.prisma.sample.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(sample).toMatchObject({ writerId: await idOf(owner), status: 'pending' });

    // Its owner's memory, and nobody else's.
    const image = scrawl.toString('base64');
    const guest = await app.guest();
    expect((await guest.predict({ task: 'digits', image })).body.label).toBe(
      String(before.prediction),
    );
    expect((await owner.predict({ task: 'digits', image })).body.label).toBe(taught);

    await app.reopen();
    expect(expectAnswer(await postJson('/predict', request)).prediction).toBe(Number(taught));
  });

  it('puts a drawing that it corrects into the history once', async () => {
    const drawn = () => app.prisma.prediction.count({ where: { task: 'characters' } });
    await owner.call('GET', '/api/predictions');
    const before = await drawn();
    const request = { data_url: dataUrlOf(pictureOf('C')), mode: 'characters', true_label: 'c' };
    expect(expectAnswer(await postJson('/correct', request)).prediction).toBe('C');
    const { body } = await owner.call<HistoryPage>('GET', '/api/predictions');
    expect(body.items[0]).toMatchObject({ task: 'characters', correction: { given: 'c' } });
    expect(await drawn()).toBe(before + 1);
  });

  it.each([
    ['digits', 'A'],
    ['digits', '12'],
    ['digits', ''],
    ['characters', 'ß'],
    ['digits', -1],
  ])('refuses in mode %s the label %j, and keeps nothing', async (mode, label) => {
    await owner.call('GET', '/api/predictions');
    const before = await app.prisma.prediction.count();
    const request = { data_url: dataUrlOf(pictureOf('1')), mode, true_label: label };
    const { error, code } = expectError(await postJson('/correct', request), 400);
    expect(code).toBe('unknown_label');
    expect(error).toContain(`is not a label of ${mode}`);
    await owner.call('GET', '/api/predictions');
    expect(await app.prisma.prediction.count()).toBe(before);
  });

  it('takes a label as a number', async () => {
    const request = { data_url: dataUrlOf(pictureOf('2')), mode: 'digits', true_label: 2 };
    expect(expectAnswer(await postJson('/correct', request)).prediction).toBe(2);
  });
});

describe('uploads', () => {
  it('without a slash: a canvas as "file"', async () => {
    const file = { name: 'file', filename: 'digit.png', content: pictureOf('9') };
    const { prediction, confidence } = expectAnswer(await postForm('/predict', [file]));
    expect(prediction).toBe(9);
    expect(`${Math.round(confidence * 100)}%`).toMatch(/^\d{2,3}%$/);
  });

  it('with a slash: a digit of MNIST as "file"', async () => {
    const { label, pixels } = mnist[0]!;
    const content = greyPng(Buffer.from(pixels, 'base64'), 28, 28);
    const file = { name: 'file', filename: 'mnist.png', content };
    const body = expectAnswer(await postForm('/predict/', [file]));
    expect(body.predicted_class).toBe(Number(label));
  });

  it('of a file as "image", or of text, with options', async () => {
    const options = [
      { name: 'mode', content: 'characters' },
      { name: 'debug', content: 'true' },
    ];
    const file = { name: 'image', filename: 'a.png', content: pictureOf('A') };
    const text = { name: 'image', content: dataUrlOf(pictureOf('A')) };
    for (const picture of [file, text]) {
      const body = expectAnswer(await postForm('/predict', [picture, ...options]));
      expect(body.digit).toBe('A');
      expect(isPng(body.final_image!)).toBe(true);
    }
  });

  it('to /correct', async () => {
    const file = { name: 'file', filename: 'digit.png', content: pictureOf('8') };
    const label = { name: 'true_label', content: '8' };
    expect(expectAnswer(await postForm('/correct', [file, label])).digit).toBe(8);
  });

  it('as jQuery posts an object', async () => {
    const payload = new URLSearchParams({ image: dataUrlOf(pictureOf('9')), mode: 'digits' });
    const answer = await app.visitor().send<ClassicAnswer>('POST', '/predict', {
      payload: payload.toString(),
      headers: { ...PAGE, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    });
    expect(expectAnswer(answer).digit).toBe(9);
  });

  it('that have more fields than any form, or longer ones than a picture, are refused', async () => {
    const many = await app.visitor().send<ClassicError>('POST', '/predict', {
      payload: 'a=1&'.repeat(200),
      headers: { ...PAGE, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expectError(many, 400);
    const field = (name: string) => ({ name, content: 'A'.repeat(5 * 1024 * 1024) });
    const parts = ['a', 'b', 'c'].map(field);
    const boundary = 'cut';
    const body = parts.map(
      ({ name, content }) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`,
    );
    // In chunks, so that nothing says how long it is.
    const chunked = await app.visitor().send<ClassicError>('POST', '/predict', {
      payload: Readable.from([...body, `--${boundary}--\r\n`]),
      headers: {
        ...PAGE,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'transfer-encoding': 'chunked',
      },
    });
    expectError(chunked, 413);
  });

  it.each([
    ['no file', []],
    ['an empty file', [{ name: 'file', filename: '', content: '' }]],
    ['no picture', [{ name: 'file', filename: 'a.png', content: 'hello' }]],
    ['text that is none', [{ name: 'image', content: 'no picture!' }]],
    ['a wrong mode', [{ name: 'mode', content: 'numbers' }]],
  ])('that have %s are answered 400', async (_name, parts: FormPart[]) => {
    expectError(await postForm('/predict/', parts), 400);
  });
});

describe('bad requests', () => {
  const blank = dataUrlOf(canvasPicture([[[0, 0], [1, 1]]], { ink: 255 })); // prettier-ignore

  it.each<[string, object | string]>([
    ['no JSON', '{"image": '],
    ['a null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['nothing in it', {}],
    ['an empty body', ''],
    ['no text', { image: 5 }],
    ['an object', { data_url: { a: 1 } }],
    ['an empty text', { image: '' }],
    ['a lone surrogate', { image: '\ud800' }],
    ['no base64', { image: 'Ä' }],
    ['no picture', { image: 'aGVsbG8gd29ybGQ=' }],
    ['a blank canvas', { image: blank }],
    ['an unknown mode', { image: blank, mode: 'letters' }],
    ['a wrong switch', { image: blank, debug: 'perhaps' }],
    ['too much', `{"a":[${'0,'.repeat(3_000_000)}0]}`],
    ['a prototype', '{"__proto__":{"image":"x"}}'],
  ])('are answered 400: %s', async (_name, body) => {
    for (const url of ['/predict', '/predict/']) {
      expectError(await postJson<ClassicError>(url, body), 400);
    }
    expectError(await postJson<ClassicError>('/correct', body), 400);
  });

  it.each([[undefined], [null], [{}], [['7']], ['\ud800'], [true]])(
    'are answered 400: the label %j',
    async (label) => {
      const request = { data_url: dataUrlOf(pictureOf('7')), true_label: label };
      expectError(await postJson<ClassicError>('/correct', request), 400);
    },
  );

  it('of other kinds have their own status', async () => {
    const huge = 'A'.repeat(13 * 1024 * 1024);
    expectError(await postJson<ClassicError>('/predict', { image: huge }), 413);
    const large = Buffer.alloc(9 * 1024 * 1024).toString('base64');
    expectError(await postJson<ClassicError>('/predict', { data_url: large }), 413);
    const text = await app.visitor().send<ClassicError>('POST', '/predict', {
      payload: '<image/>',
      headers: { ...PAGE, 'content-type': 'application/xml' },
    });
    expectError(text, 415);
  });

  it('may have a large picture, with slashes escaped or not', async () => {
    const picture = await sharp(pictureOf('3')).png({ compressionLevel: 0 }).toBuffer();
    const base64 = picture.toString('base64');
    expect(base64.length).toBeGreaterThan(LONG);
    for (const name of ['image', 'data_url']) {
      for (const letters of [base64, base64.replaceAll('/', '\\/')]) {
        const body = `{"mode":"digits","${name}":"data:image/png;base64,${letters}"}`;
        expect(expectAnswer(await postJson('/predict', body)).digit).toBe(3);
      }
    }
  });
});

describe('pages of other addresses', () => {
  const preflight = (url: string) =>
    app.nest
      .getHttpAdapter()
      .getInstance()
      .inject({
        method: 'OPTIONS',
        url,
        headers: {
          ...PAGE,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });

  it.each(['/predict', '/predict/', '/correct'])('may post JSON to %s', async (url) => {
    const { statusCode, headers, body } = await preflight(url);
    expect({ statusCode, body }).toEqual({ statusCode: 204, body: '' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('may do nothing else', async () => {
    for (const url of ['/api/predictions', '/api/corrections', '/metrics', '/correct/']) {
      const { headers } = await preflight(url);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
    const answer = await app.visitor().send('GET', '/api/models', { headers: PAGE });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('do nothing in the name of who looks at them', async () => {
    const { body: before } = await owner.call<HistoryPage>('GET', '/api/predictions');
    const guest = await app.guest();
    const payload = { image: dataUrlOf(pictureOf('0')) };
    const headers = { ...PAGE, 'sec-fetch-site': 'same-site' };
    expectAnswer(await guest.send('POST', '/predict', { payload, headers }));
    const { body: history } = await guest.call<HistoryPage>('GET', '/api/predictions');
    expect(history.items).toEqual([]);
    const { body: after } = await owner.call<HistoryPage>('GET', '/api/predictions');
    expect(after.items[0]!.id).not.toBe(before.items[0]!.id);
  });
});

describe('the account', () => {
  const request = () => ({ data_url: dataUrlOf(pictureOf('7', 1)), true_label: '7' });

  it('teaches nothing more once it is disabled, and its memory is not used', async () => {
    const admin = await app.admin();
    const id = await idOf(owner);
    const odd = { data_url: dataUrlOf(canvasPicture([[[0, 0], [50, 90], [60, 10], [90, 90]]])) }; // prettier-ignore
    const { digit } = expectAnswer(await postJson('/predict', odd));
    const other = digit === 1 ? 2 : 1;
    expectAnswer(await postJson('/correct', { ...odd, true_label: other }));
    expect(expectAnswer(await postJson('/predict', odd)).digit).toBe(other);

    await admin.call('PATCH', `/api/users/${id}`, { disabled: true });
    const refused = expectError(await postJson('/correct', request()), 403);
    expect(refused).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/disabled/),
    });
    expect(expectAnswer(await postJson('/predict', odd)).digit).toBe(digit);
    const { body } = await app.visitor().call<Ready>('GET', '/api/health/ready');
    expect(body.status).toBe('degraded');
    expect(body.problems.map(({ code }) => code)).toContain('no_classic_writer');

    await admin.call('PATCH', `/api/users/${id}`, { disabled: false });
    expectAnswer(await postJson('/correct', request()));
    const { body: mended } = await app.visitor().call<Ready>('GET', '/api/health/ready');
    expect(mended.problems.map(({ code }) => code)).not.toContain('no_classic_writer');
  });
});

describe('the examples of docs/old-clients.md', () => {
  it('work', async () => {
    const docs = await readFile(
      new URL('../../../../docs/old-clients.md', import.meta.url),
      'utf8',
    );
    const examples = [...docs.matchAll(/```sh\n([\s\S]*?)```/g)].at(-1)![1]!;
    await app.nest.listen(0, '127.0.0.1');
    const { port } = app.nest.getHttpServer().address() as AddressInfo;
    const folder = await mkdtemp(path.join(tmpdir(), 'inkling-classic-'));
    try {
      await writeFile(path.join(folder, 'digit.png'), pictureOf('7', 2));
      const script = examples.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`);
      const { stdout } = await promisify(execFile)('bash', ['-ec', script], { cwd: folder });
      const answers = stdout
        .split(/(?<=\})(?=\{"digit")/)
        .map((text) => classicAnswerSchema.strict().parse(JSON.parse(text)));
      expect(answers.map(({ digit }) => String(digit))).toEqual(['7', '7', '7', '7']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
