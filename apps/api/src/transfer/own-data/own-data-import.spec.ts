import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type {
  Alphabet,
  AlphabetList,
  CorrectionResponse,
  LineResponse,
  NewApiKey,
  OwnDataImport,
  OwnInsight,
  Problem,
  SymbolList,
} from '@inkling/contract';
import { newId } from '../../common/id.js';
import { greyPng } from '../../common/png.js';
import { writtenLine } from '../../recognise/lines/testing/written-line.js';
import type { Answer, Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { idOf } from '../../testing/sign-up.js';
import { tick } from '../../testing/signs.js';
import { TestApp } from '../../testing/test-app.js';
import { OwnDataTransaction } from './own-data.repository.js';

let here: TestApp;
let there: TestApp;
let reviewer: Client;
let anna: Client;
/** What Anna took along. */
let file: string;

/** What is looked at of a row, whatever its type. */
interface Row {
  readonly type: string;
  readonly id: string;
  readonly createdAt: string;
  readonly action?: string;
  readonly status?: string;
  readonly history?: unknown;
  readonly rows?: unknown;
  readonly lineId?: string | null;
  readonly alphabetId?: string | null;
  readonly model?: object;
  readonly picture?: object | null;
  readonly correction?: { readonly text?: string; readonly createdAt: string } | null;
}

beforeAll(async () => {
  [here, there] = await Promise.all([
    TestApp.start(),
    // What admins may import is another limit.
    TestApp.start({ OWN_DATA_MAX_MB: '2', IMPORT_MAX_MB: '1' }),
  ]);
  reviewer = await here.reviewer();
  anna = await here.user('writer');
  await drawEverything(anna);
  file = await exported(anna);
});

afterAll(async () => {
  await Promise.all([here.end(), there.end()]);
});

/** A bit of all that there is. */
async function drawEverything(client: Client): Promise<void> {
  await client.call<NewApiKey>('POST', '/api/keys', { name: 'script' });
  await teach(client, inkOf('3'), '3', 'digits');
  const [approved, rejected, insisted] = [
    await teach(client, inkOf('7'), '4', 'digits'),
    await teach(client, inkOf('7', 1), '5', 'digits'),
    await teach(client, inkOf('7', 2), '6', 'digits'),
  ];
  await review([approved.id], 'approve');
  await review([rejected.id, insisted.id], 'reject');
  await client.correct(insisted.predictionId, '6');
  await teach(client, tick(), '✓', 'characters');
  await teach(client, tick(1), '✓', 'characters');
  const labels = { name: 'Ticks', labels: ['✓', '7', 'c'] };
  const alphabet = await client.call<Alphabet>('POST', '/api/alphabets', labels);
  await client.predict({ task: alphabet.body.id, ink: tick(2) });
  expect((await client.upload(PICTURE, { task: 'digits' })).status).toBe(201);
  const line = await drawLine(client, '2907');
  const { body } = await client.call<CorrectionResponse>('POST', '/api/corrections', {
    ...{ lineId: line.id, text: '2947' },
  });
  await review([body.id], 'approve');
  await drawLine(client, '55');
}

async function drawLine(client: Client, text: string): Promise<LineResponse> {
  const { body } = await client.call<LineResponse>('POST', '/api/lines', {
    ...{ task: 'text', ink: writtenLine(text) },
  });
  return body;
}

async function teach(client: Client, ink: object, label: string, task: string) {
  const { body } = await client.predict({ task, ink });
  return (await client.correct(body.id, label)).body;
}

async function review(ids: readonly string[], decision: string): Promise<void> {
  const { status } = await reviewer.call('POST', '/api/corrections/review', { ids, decision });
  expect(status).toBe(200);
}

const exported = async (client: Client): Promise<string> =>
  (await client.call<string>('GET', '/api/me/export')).body;

const readIn = <T = OwnDataImport>(client: Client, text: string | Buffer): Promise<Answer<T>> =>
  client.form<T>('/api/me/import', Buffer.from(text as string), {}, 'inkling.jsonl');

const rowsOf = (text: string): Row[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

const textOf = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const of = (rows: readonly Row[], type: string): Row[] => rows.filter((row) => row.type === type);

/** Ids of what is made anew. */
const NEW_IDS = ['alphabetId', 'sampleId'];

/** What became of a sample, and when. */
const SAMPLES_OWN = 'id status reviewerLabel revision history createdAt updatedAt'.split(' ');

/** Without what belongs to an installation. */
const drawn = (rows: readonly Row[]) => ({
  alphabets: of(rows, 'alphabet').map(({ id: _, ...rest }) => rest),
  predictions: of(rows, 'prediction').map(({ correction, ...rest }) => ({
    ...without(rest, NEW_IDS),
    alphabet: rest.alphabetId !== null,
    correction: correction && without(correction, ['id', ...NEW_IDS]),
  })),
  lines: of(rows, 'line').map(({ correction, ...rest }) => ({
    ...rest,
    correction: correction && { text: correction.text, createdAt: correction.createdAt },
  })),
  samples: of(rows, 'sample')
    .map((row) => without(row, SAMPLES_OWN))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
});

const without = (row: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const answerOf = async (client: Client, task: string, ink: object) => {
  const { label, decidedBy, candidates, neighbours } = (await client.predict({ task, ink })).body;
  return { label, decidedBy, candidates, similar: neighbours.map(({ similarity }) => similarity) };
};

describe('POST /api/me/import', () => {
  it('brings everything into another, empty Inkling, and memory answers as before', async () => {
    const asked = [
      ['digits', inkOf('7')],
      ['digits', inkOf('7', 2)],
      ['characters', tick(2)],
    ] as const;
    const before = [];
    for (const [task, ink] of asked) before.push(await answerOf(anna, task, ink));

    const ben = await there.user('writer');
    const { status, body } = await readIn(ben, file);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        drawings: { added: 8, known: 0 },
        lines: { added: 2, known: 0 },
        corrections: { added: 7, known: 0 },
        alphabets: { added: 1, known: 0 },
      },
    });
    expect(body.leftOut.map(({ what, count }) => [what, count])).toEqual([
      ['account', 1],
      ['sessions', 1],
      ['keys', 1],
      ['activity', 1],
      ['reviews', 2],
    ]);
    const again = rowsOf(await exported(ben));
    expect(drawn(again)).toEqual(drawn(rowsOf(file)));
    const samples = of(again, 'sample');
    expect(samples.filter(({ status }) => status === 'approved')).toEqual([]);
    expect(samples.filter(({ status }) => status === 'rejected')).toMatchObject([
      { label: '5', insisted: false },
      { label: '6', insisted: true },
    ]);
    expect(samples[0]!.history).toMatchObject([{ change: 'imported', byYou: true }]);
    expect(of(again, 'line')[0]!.correction).toMatchObject({ status: 'pending', revision: 1 });
    expect(of(again, 'done').map(({ action }) => action)).toContain('user.import-data');

    for (const [at, [task, ink]] of asked.entries()) {
      expect(await answerOf(ben, task, ink)).toEqual(before[at]);
    }
    const symbols = await ben.call<SymbolList>('GET', '/api/symbols');
    expect(symbols.body.items).toMatchObject([{ label: '✓', samples: 2 }]);
    const { items } = (await ben.call<AlphabetList>('GET', '/api/alphabets')).body;
    expect(items).toMatchObject([{ name: 'Ticks', labels: ['✓', '7', 'C'], shared: false }]);
  });

  it('adds nothing the second time, nor where the file was written, nor after a round trip', async () => {
    const ben = await there.user('writer');
    await readIn(ben, file);
    const known = {
      drawings: { added: 0, known: 8 },
      lines: { added: 0, known: 2 },
      corrections: { added: 0, known: 7 },
      alphabets: { added: 0, known: 1 },
    };
    const before = await here.prisma.sample.count();
    for (const [client, text] of [
      [ben, file],
      [anna, file],
      [anna, await exported(ben)],
    ] as const) {
      const { body } = await readIn(client, text);
      expect(body).toMatchObject(known);
      expect(body.leftOut.map(({ what }) => what)).not.toContain('reviews');
    }
    expect(await here.prisma.sample.count()).toBe(before);
    // Nothing was taken from what reviewers decided here.
    expect(of(rowsOf(await exported(anna)), 'sample').map(({ status }) => status)).toContain(
      'approved',
    );
  });

  it('gives somebody else in the same Inkling rows of their own, and takes none', async () => {
    const carla = await here.user('writer');
    const annasRows = drawn(rowsOf(await exported(anna)));
    const { body } = await readIn(carla, file);
    expect(body).toMatchObject({ drawings: { added: 8 }, corrections: { added: 7 } });
    const own = rowsOf(await exported(carla));
    const ids = (rows: readonly Row[]) =>
      [...of(rows, 'prediction'), ...of(rows, 'line')].map(({ id }) => id);
    expect(ids(own).filter((id) => ids(rowsOf(file)).includes(id))).toEqual([]);
    expect(drawn(rowsOf(await exported(anna)))).toEqual(annasRows);
    // Lists are in order of time.
    expect(of(own, 'prediction').map(({ createdAt }) => createdAt)).toEqual(
      of(rowsOf(file), 'prediction').map(({ createdAt }) => createdAt),
    );
    const second = await readIn(carla, file);
    expect(second.body).toMatchObject({ drawings: { added: 0, known: 8 }, lines: { known: 2 } });
  });

  it('waits for review, whoever the person is, and counts in no figure of answers', async () => {
    const admin = await there.admin();
    await admin.call('PATCH', '/api/settings/people', { review: 'auto' });
    const trusted = await there.user('writer');
    await admin.call('PATCH', `/api/users/${await idOf(trusted)}`, { trusted: true });
    await readIn(trusted, file);
    const approved = { where: { writerId: await idOf(trusted), status: 'approved' } } as const;
    expect(await there.prisma.sample.count(approved)).toBe(0);
    const own = await trusted.call<OwnInsight>('GET', '/api/me/insight?zone=UTC');
    expect(own.body.samples.total).toBeGreaterThan(6);
    expect(JSON.stringify(own.body)).not.toContain('"predictions":8');
    await there.prisma.$queryRaw`SELECT roll_up_predictions(now() + interval '1 day')::text`;
    const counted = { where: { writerId: await idOf(trusted) } };
    expect(await there.prisma.predictionCount.count(counted)).toBe(0);
    const queue = await admin.call<{ items: { modelVersion: number | null }[] }>(
      ...(['GET', `/api/corrections?writer=${await idOf(trusted)}`] as const),
    );
    expect(queue.body.items[0]).toMatchObject({ predicted: '7', modelVersion: null });
    await admin.call('PATCH', '/api/settings/people', { review: 'people' });
  });

  it('writes all or nothing, one file of a person at a time', async () => {
    const guest = await there.guest();
    const both = await Promise.all([readIn(guest, file), readIn<Problem>(guest, file)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 503]);
    const { body } = both.find(({ status }) => status === 503)!;
    expect(body).toMatchObject({ code: 'busy' });

    const other = await there.guest();
    const lastStep = jest.spyOn(OwnDataTransaction.prototype, 'audit');
    lastStep.mockRejectedValueOnce(new Error('the disk is gone'));
    expect((await readIn<Problem>(other, file)).status).toBe(500);
    lastStep.mockRestore();
    const rows = of(rowsOf(await exported(other)), 'prediction');
    expect(rows).toEqual([]);
    expect((await readIn(other, file)).body).toMatchObject({ drawings: { added: 8 } });
  });

  it('is no matter of keys that may only read', async () => {
    const user = await there.user('writer');
    const send = async (scopes: readonly string[]) => {
      const key = await user.call<NewApiKey>('POST', '/api/keys', { name: 'script', scopes });
      const headers = { authorization: `Bearer ${key.body.key}` };
      return (await there.visitor().send('POST', '/api/me/import', { headers })).status;
    };
    expect(await send(['read', 'draw'])).toBe(403);
    expect(await send(['admin'])).toBe(415);
  });

  it('brings back what was taken back or deleted here since', async () => {
    const guest = await here.guest();
    const first = await teach(guest, inkOf('3'), '3', 'digits');
    const second = await teach(guest, tick(), '✓', 'characters');
    const text = await exported(guest);
    await guest.call('DELETE', `/api/corrections/${first.id}`);
    await guest.call('DELETE', `/api/predictions/${second.predictionId}`);
    const { body } = await readIn(guest, text);
    expect(body).toMatchObject({
      drawings: { added: 1, known: 1 },
      corrections: { added: 2, known: 0 },
    });
    expect(drawn(rowsOf(await exported(guest)))).toEqual(drawn(rowsOf(text)));
    expect(await answerOf(guest, 'characters', tick(1))).toMatchObject({ label: '✓' });
  });

  it('keeps what is here where both have something', async () => {
    const guest = await there.guest();
    await guest.call('POST', '/api/alphabets', { name: 'ticks', labels: ['A'] });
    const { body } = await readIn(guest, file);
    expect(body.alphabets).toEqual({ added: 0, known: 0 });
    expect(body.leftOut).toContainEqual(
      expect.objectContaining({
        what: 'alphabets',
        count: 1,
        reason: expect.stringMatching(/Rename/),
      }),
    );
    const { items } = (await guest.call<AlphabetList>('GET', '/api/alphabets')).body;
    expect(items.map(({ name }) => name)).toEqual(['ticks']);
  });

  it('takes files of the first format, without their lines', async () => {
    const old = rowsOf(file).map((row): object => {
      if (row.type === 'about') return { ...row, format: 1 };
      if (row.type === 'line') return without(row, ['rows']);
      if (row.type !== 'prediction') return row;
      const model = without(row.model!, ['sha256']);
      return { ...row, model, picture: row.picture && without(row.picture, ['normalisation']) };
    });
    const { status, body } = await readIn(await there.guest(), textOf(old));
    expect(status).toBe(200);
    expect(body).toMatchObject({ drawings: { added: 8 }, lines: { added: 0 } });
    expect(body.leftOut).toContainEqual(
      expect.objectContaining({ what: 'lines', count: 2, reason: expect.stringMatching(/older/) }),
    );
  });

  describe('refuses a whole file for one thing that is wrong, and says what', () => {
    const change = (type: string, by: (row: Row) => object, which = 0) => {
      let seen = 0;
      return textOf(
        rowsOf(file).map((row) =>
          row.type === type && seen++ === which ? { ...row, ...by(row) } : row,
        ),
      );
    };
    const given = (label: string) =>
      change('prediction', ({ correction }) => ({ correction: { ...correction, given: label } }));
    const cases: readonly (readonly [string, () => string | Buffer, RegExp])[] = [
      ['nothing', () => '', /empty/],
      ['another format', () => Buffer.from('PK\x03\x04'), /not a file of your data/],
      ['samples of an export', () => '{"label":"7","glyph":"AA=="}\n', /Download everything/],
      ['a newer format', () => change('about', () => ({ format: 99 })), /format 99.*update/s],
      [
        'a newer format behind a blank line',
        () => `\n${change('about', () => ({ format: 3 }))}`,
        /format 3/,
      ],
      ['nothing but blank lines', () => '\n\n', /empty/],
      ['no last line', () => textOf(rowsOf(file).slice(0, -1)), /breaks off after line/],
      ['a cut line', () => file.slice(0, file.length / 2), /Line \d+: .*not valid JSON/],
      ['two files in one', () => file + file, /follows the end/],
      ['an unknown type', () => change('done', () => ({ type: 'spell' })), /"type"/],
      ['a symbol of 9 characters', () => given('123456789'), /1 to 8 characters/],
      ['a control character', () => given('a\u0007'), /1 to 8 characters/],
      ['no storable text', () => change('alphabet', () => ({ name: 'a\0b' })), /NUL/],
      ['a label of another task', () => given('A'), /"A" is not a label of digits/],
      ['an empty alphabet', () => change('alphabet', () => ({ labels: [] })), /at least one label/],
      [
        'no glyph',
        () => change('prediction', () => ({ glyph: 'data:image/png;base64,AA==' })),
        /28 × 28/,
      ],
      [
        'another network',
        () => change('prediction', () => ({ network: 'characters' })),
        /"network"/,
      ],
      [
        'the future',
        () => change('prediction', () => ({ createdAt: '2999-01-01T00:00:00Z' })),
        /future/,
      ],
      ['no id', () => change('prediction', () => ({ id: "' OR 1" })), /"id"/],
      [
        'endless ink',
        () =>
          change('prediction', () => ({
            ink: {
              strokes: [
                [
                  [1e9, 0],
                  [0, 0],
                ],
              ],
            },
          })),
        /coordinate/,
      ],
      [
        'a script as a picture',
        () =>
          change('prediction', () => ({
            picture: { width: 4, height: 4, data: 'data:image/svg+xml;base64,AAAA' },
          })),
        /PNG or JPEG/,
      ],
      ['a strip without its rows', () => change('line', () => ({ strip: SMALL })), /fits its rows/],
      [
        'a line of other rows',
        () =>
          change('line', ({ correction }) => ({
            correction: { ...correction, text: 'a\nb' },
          })),
        /one row/,
      ],
    ];

    it.each(cases)('%s', async (_name, text, words) => {
      const guest = await there.guest();
      const { status, body } = await readIn<Problem>(guest, text());
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'unreadable_import' });
      expect(body.detail).toMatch(words);
      expect(body.errors).toMatchObject([{ pointer: '/file' }]);
      const writerId = await idOf(guest);
      expect(await there.prisma.prediction.count({ where: { writerId } })).toBe(0);
      expect(await there.prisma.alphabet.count({ where: { ownerId: writerId } })).toBe(0);
      expect(await readdir(path.join(there.dataDir, 'imports'))).toEqual([]);
    });
  });

  it('refuses what is too large, what is no form, and whoever has no session', async () => {
    const guest = await there.guest();
    const large = await readIn<Problem>(guest, file + ' '.repeat(3 * 1024 * 1024));
    expect(large.body).toMatchObject({ status: 413, code: 'too_large' });
    expect(large.body.detail).toMatch(/up to 2 MB/);
    expect((await guest.problem('POST', '/api/me/import', {})).status).toBe(415);
    const none = await guest.form<Problem>('/api/me/import', undefined, {});
    expect(none.body).toMatchObject({ status: 422, errors: [{ pointer: '/file' }] });
    expect((await readIn<Problem>(there.visitor(), file)).status).toBe(401);
  });

  it('keeps drawings apart that look the same and are of the same moment', async () => {
    const [row] = of(rowsOf(file), 'prediction').filter(({ lineId }) => lineId == null);
    // More than are written at once.
    const ids = Array.from({ length: 501 }, () => newId());
    const text = textOf([
      ...of(rowsOf(file), 'about'),
      ...ids.map((id) => ({ ...row, id, correction: null })),
      ...of(rowsOf(file), 'end'),
    ]);
    const [one, other] = [await there.guest(), await there.guest()];
    // Those of the other can't have their ids: they are found again by what they are.
    for (const client of [one, other]) {
      expect((await readIn(client, text)).body.drawings).toEqual({ added: 501, known: 0 });
    }
    for (const client of [one, other]) {
      expect((await readIn(client, text)).body.drawings).toEqual({ added: 0, known: 501 });
    }
  });

  it('takes ids of the file for no more than they are', async () => {
    const guest = await there.guest();
    const future = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
    const rows = rowsOf(file).map((row) =>
      row.type === 'prediction' && row.lineId == null ? { ...row, id: future } : row,
    );
    const { body } = await readIn(guest, textOf(rows));
    // The first one, and seven that say they are the same.
    expect(body.drawings).toEqual({ added: 1, known: 7 });
    expect(await there.prisma.prediction.count({ where: { id: future } })).toBe(0);
  });
});

const [SIDE, WIDE] = [48, 64];

/** A black stroke on white. */
const PICTURE = greyPng(
  Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    return x > 21 && x < 27 && y > 6 && y < 42 ? 0 : 255;
  }),
  SIDE,
  SIDE,
);

const SMALL = `data:image/png;base64,${greyPng(new Uint8Array(WIDE), WIDE, 1).toString('base64')}`;
