import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deletion, LineResponse, NewApiKey, TrainingSettings } from '@inkling/contract';
import { pauseAutomaticPromotion } from '@inkling/store/training';
import { newId } from '../../common/id.js';
import { greyPng } from '../../common/png.js';
import { PromotionRepository } from '../../models/promotion/promotion.repository.js';
import { writtenLine } from '../../recognise/lines/testing/written-line.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { idOf, PASSWORD, signUp } from '../../testing/sign-up.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';

let app: TestApp;
let replica: NestFastifyApplication;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  replica = await app.startProcess();
  admin = await app.admin();
});

afterAll(async () => {
  await replica.close();
  await app.end();
});

const seven = { task: 'digits', ink: inkOf('7') };
async function newUser(): Promise<{ client: Client; email: string; id: string }> {
  const client = app.visitor();
  const { email } = await signUp(admin, client);
  return { client, email, id: await idOf(client) };
}

/** A drawing that its writer corrects and a reviewer approves. */
async function approvedSample(client: Client) {
  const prediction = await client.predict(seven);
  const { body } = await client.correct(prediction.body.id, '4');
  const review = { ids: [body.id], decision: 'approve' };
  expect((await admin.call('POST', '/api/corrections/review', review)).status).toBe(200);
  return { predictionId: prediction.body.id, correctionId: body.id, sampleId: body.sampleId };
}

/** A line that its writer corrects and a reviewer approves with another text. */
async function approvedLine(client: Client, text: string, reviewerText: string) {
  const drawing = { task: 'text', ink: writtenLine('2907') };
  const line = await client.call<LineResponse>('POST', '/api/lines', drawing);
  const correction = { lineId: line.body.id, text };
  const { body } = await client.call<{ id: string }>('POST', '/api/corrections', correction);
  const review = { ids: [body.id], decision: 'approve', text: reviewerText };
  expect((await admin.call('POST', '/api/corrections/review', review)).status).toBe(200);
  return { lineId: line.body.id, correctionId: body.id };
}

const sees = async (client: Client, sampleId: string) =>
  (await client.predict(seven)).body.neighbours.some((one) => one.sampleId === sampleId);

/** As the trainer's snapshot reads what it trains on (take-snapshot.ts). */
const nextSnapshot = () =>
  app.prisma.sample.findMany({ where: { network: 'digits', status: 'approved' } });

interface Line {
  readonly type: string;
  readonly [field: string]: unknown;
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('GET /api/me/export', () => {
  it('is everything of one’s own, line by line, without secrets', async () => {
    const { client, email, id } = await newUser();
    const key = await client.call<NewApiKey>('POST', '/api/keys', { name: 'script' });
    const { predictionId, correctionId, sampleId } = await approvedSample(client);
    const picture = await client.upload(PICTURE, { task: 'digits' });
    expect(picture.status).toBe(201);

    const { status, headers, body } = await client.call<string>('GET', '/api/me/export');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/x-ndjson');
    expect(headers['content-disposition']).toMatch(/attachment; filename="inkling-.*\.jsonl"/);
    const lines = linesOf(body);
    const of = (type: string) => lines.filter((line) => line.type === type);
    expect(lines[0]!.type).toBe('about');
    expect(lines.at(-1)!.type).toBe('end');
    expect(of('person')).toMatchObject([{ id, name: 'Anna Winter', email, role: 'writer' }]);
    expect(of('session')).toHaveLength(1);
    expect(of('key')).toMatchObject([{ name: 'script', start: key.body.start }]);
    expect(of('prediction')).toHaveLength(2);
    const drawn = of('prediction').find((line) => line['id'] === predictionId)!;
    expect(drawn).toMatchObject({
      label: '7',
      ink: seven.ink,
      picture: null,
      correction: { id: correctionId, label: '4' },
    });
    expect(drawn['glyph']).toMatch(/^data:image\/png;base64,/);
    const uploaded = of('prediction').find((line) => line['id'] === picture.body.id)!;
    expect(uploaded['picture']).toMatchObject({ data: expect.stringMatching(/^data:image\//) });
    expect(of('sample')).toMatchObject([
      {
        id: sampleId,
        label: '4',
        status: 'approved',
        history: [
          { change: 'corrected', byYou: true },
          { change: 'approved', byYou: false },
        ],
      },
    ]);
    expect(of('done').map((line) => line['action'])).toContain('user.sign-up');

    const [account] = await app.prisma.account.findMany({ where: { userId: id } });
    const [session] = await app.prisma.session.findMany({ where: { userId: id } });
    for (const secret of [key.body.key, account!.password!, session!.token]) {
      expect(body).not.toContain(secret);
    }
    // Nobody else is in it.
    expect(body).not.toContain(await idOf(admin));
  });

  it('has what was said of lines, and what became of it, without who decided', async () => {
    const { client } = await newUser();
    const { lineId, correctionId } = await approvedLine(client, '2947', '2987');
    const { body } = await client.call<string>('GET', '/api/me/export');
    expect(linesOf(body).filter(({ type }) => type === 'line')).toMatchObject([
      {
        id: lineId,
        strip: expect.stringMatching(/^data:image\/png/),
        correction: {
          ...{ id: correctionId, text: '2947', reviewerText: '2987', status: 'approved' },
          history: [
            { change: 'corrected', text: '2947', reviewerText: null, byYou: true },
            { change: 'approved', text: '2947', reviewerText: '2987', byYou: false },
          ],
        },
      },
    ]);
    expect(body).not.toContain(await idOf(admin));
  });

  it('is a guest’s too, without the address that was made up for them', async () => {
    const guest = await app.guest();
    const { predictionId } = await approvedSample(guest);
    const lines = linesOf((await guest.call<string>('GET', '/api/me/export')).body);
    expect(lines.find(({ type }) => type === 'person')).toMatchObject({
      isGuest: true,
      email: null,
    });
    expect(lines.find(({ type }) => type === 'prediction')).toMatchObject({ id: predictionId });
  });
});

describe('DELETE /api/me', () => {
  it('removes a person from everything, at once and on every replica', async () => {
    const { client, id, email } = await newUser();
    const { sampleId } = await approvedSample(client);
    const { lineId } = await approvedLine(client, 'Xyzzy', 'Plugh');
    const key = await client.call<NewApiKey>('POST', '/api/keys', { name: 'script' });
    const ben = await app.guest();
    expect(await sees(ben, sampleId)).toBe(true);
    await until(() => sees(ben.at(replica), sampleId));
    expect((await nextSnapshot()).map((sample) => sample.id)).toContain(sampleId);

    const { status, body } = await client.call<Deletion>('DELETE', '/api/me', {
      confirm: 'delete',
      password: PASSWORD,
    });
    // The drawing and the line.
    expect({ status, body }).toMatchObject({ status: 200, body: { predictions: 2, samples: 1 } });
    expect(body.note).toContain('No model was trained with any of them');

    expect(await sees(ben, sampleId)).toBe(false);
    await until(async () => !(await sees(ben.at(replica), sampleId)));
    expect((await nextSnapshot()).map((sample) => sample.id)).not.toContain(sampleId);
    expect((await client.call('GET', '/api/me')).status).toBe(401);
    const headers = { authorization: `Bearer ${key.body.key}` };
    expect((await app.visitor().send('GET', '/api/predictions', { headers })).status).toBe(401);
    const again = { email, password: PASSWORD };
    expect((await app.visitor().call('POST', '/api/auth/sign-in/email', again)).status).toBe(401);

    // No row of any table has the name, the address or the id, but for the log's, which has the id alone.
    const tables = await app.prisma.$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
    const left: string[] = [];
    for (const { name } of tables) {
      const rows = await app.prisma.$queryRawUnsafe<{ text: string }[]>(
        `SELECT row_to_json(t)::text AS text FROM "${name}" t`,
      );
      for (const { text } of rows) {
        if ([id, sampleId, lineId, email].some((word) => text.includes(word))) left.push(name);
        expect(text).not.toMatch(new RegExp(`${email}|Xyzzy|Plugh`));
      }
    }
    expect(new Set(left)).toEqual(new Set(['audit_entry']));
    const log = await app.prisma.auditEntry.findMany({ where: { subjectId: id } });
    expect(log.map(({ action, byId }) => ({ action, byId }))).toEqual(
      expect.arrayContaining([{ action: 'user.delete', byId: null }]),
    );
  });

  it('says so where models were trained with some of it', async () => {
    const { client } = await newUser();
    const { sampleId } = await approvedSample(client);
    const job = await app.prisma.trainingJob.create({
      data: {
        id: newId(),
        network: 'digits',
        trigger: 'call',
        parameters: {},
        status: 'completed',
      },
    });
    await app.prisma.trainingSample.create({
      data: { jobId: job.id, sampleId, revision: 2, label: '4', part: 'train' },
    });
    const { body } = await client.call<Deletion>('DELETE', '/api/me', {
      confirm: 'delete',
      password: PASSWORD,
    });
    expect(body.note).toMatch(/One training has used some of them.*until an admin goes back/s);
  });

  it('says so of lines, too', async () => {
    const { client } = await newUser();
    const { correctionId } = await approvedLine(client, '2947', '2987');
    const job = await app.prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'lines', trigger: 'call', parameters: {}, status: 'completed' },
      },
    });
    await app.prisma.trainingLine.create({
      data: { jobId: job.id, lineCorrectionId: correctionId, revision: 2, part: 'train' },
    });
    const body = { confirm: 'delete', password: PASSWORD };
    const deleted = await client.call<Deletion>('DELETE', '/api/me', body);
    expect(deleted.body.note).toMatch(/One training has used some of them/);
  });

  it('needs the password, and leaves everything as it was without', async () => {
    const { client, id } = await newUser();
    const said = await approvedSample(client);
    for (const password of [undefined, 'wrong horse']) {
      const answer = await client.problem('DELETE', '/api/me', {
        confirm: 'delete',
        ...(password && { password }),
      });
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'wrong_password', errors: [{ pointer: '/password' }] },
      });
    }
    expect((await client.call('DELETE', '/api/me', { password: PASSWORD })).status).toBe(422);
    const key = await client.call<NewApiKey>('POST', '/api/keys', { name: 'script' });
    const byKey = await app.visitor().send('DELETE', '/api/me', {
      payload: { confirm: 'delete', password: PASSWORD },
      headers: { authorization: `Bearer ${key.body.key}` },
    });
    expect(byKey.status).toBe(403);
    expect(await app.prisma.sample.count({ where: { id: said.sampleId } })).toBe(1);
    expect(await app.prisma.user.count({ where: { id } })).toBe(1);
  });

  it('needs a session that began just now where there is no password', async () => {
    const { client, id } = await newUser();
    await app.prisma.account.updateMany({
      where: { userId: id },
      data: { providerId: 'school', password: null },
    });
    const long = { createdAt: new Date(Date.now() - 11 * 60_000) };
    await app.prisma.session.updateMany({ where: { userId: id }, data: long });
    const old = await client.problem('DELETE', '/api/me', { confirm: 'delete' });
    expect(old).toMatchObject({ status: 403, body: { code: 'sign_in_again' } });
    await app.prisma.session.updateMany({ where: { userId: id }, data: { createdAt: new Date() } });
    expect((await client.call('DELETE', '/api/me', { confirm: 'delete' })).status).toBe(200);
  });

  it('is a guest’s too', async () => {
    const guest = await app.guest();
    const { sampleId } = await approvedSample(guest);
    expect((await guest.call('DELETE', '/api/me', { confirm: 'delete' })).status).toBe(200);
    expect(await app.prisma.sample.count({ where: { id: sampleId } })).toBe(0);
    expect((await guest.call('GET', '/api/predictions')).status).toBe(401);
  });

  it('is refused to the last admin', async () => {
    const others = await app.prisma.user.findMany({ where: { role: 'admin' } });
    expect(others).toHaveLength(1);
    await app.prisma.session.updateMany({ data: { createdAt: new Date() } });
    const answer = await admin.problem('DELETE', '/api/me', { confirm: 'delete' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'last_admin' } });
    const byId = await admin.problem('DELETE', `/api/users/${others[0]!.id}`);
    expect(byId).toMatchObject({ status: 409, body: { code: 'last_admin' } });
  });
});

describe('an admin who is deleted', () => {
  it('is named no more where they put models into service or back', async () => {
    const { id, email } = await newUser();
    const name = await app.nest.get(PromotionRepository).nameOfUser(id);
    const { id: modelVersionId } = await app.prisma.modelVersion.findFirstOrThrow({});
    const endedAt = new Date();
    const period = { id: newId(), modelVersionId, endedAt, startedBy: name, reason: 'by hand' };
    await app.prisma.servicePeriod.create({ data: period });
    const because = `${name} rolled digits back to version 1`;
    await app.prisma.$transaction((tx) => pauseAutomaticPromotion(tx, 'digits', because));

    expect((await admin.call('DELETE', `/api/users/${id}`)).status).toBe(200);
    const kept = await app.prisma.servicePeriod.findUniqueOrThrow({ where: { id: period.id } });
    expect(kept).toMatchObject({ startedBy: 'A former admin', reason: 'by hand' });
    const settings = await app.prisma.setting.findMany({});
    expect(JSON.stringify(settings)).not.toContain(email);
    const { body } = await admin.call<TrainingSettings>('GET', '/api/training-settings/digits');
    expect(body.promotion.pausedBecause).toBe('A former admin rolled digits back to version 1');
  });
});

describe('an admin whose address ends with that of somebody who is deleted', () => {
  const promotedBy = async (by: string) => {
    const { id: modelVersionId } = await app.prisma.modelVersion.findFirstOrThrow({});
    const service = { startedBy: by, endedAt: new Date(), reason: 'by hand' };
    return app.prisma.servicePeriod.create({ data: { id: newId(), modelVersionId, ...service } });
  };

  it('keeps their name in the history of models', async () => {
    const { id, email } = await newUser();
    const longer = `jo${email}`;
    const named = await Promise.all(
      [longer, `Jo (${longer})`, `Jo (${email}) (${longer})`].map(promotedBy),
    );
    const bare = await promotedBy(email);
    const because = `Jo (${longer}) rolled digits back to version 1: (${email}) rolled`;
    await app.prisma.$transaction((tx) => pauseAutomaticPromotion(tx, 'digits', because));

    expect((await admin.call('DELETE', `/api/users/${id}`)).status).toBe(200);
    const { prisma } = app;
    for (const { id: periodId, startedBy } of named) {
      const kept = await prisma.servicePeriod.findUniqueOrThrow({ where: { id: periodId } });
      expect(kept.startedBy).toBe(startedBy);
    }
    expect(await prisma.servicePeriod.findUniqueOrThrow({ where: { id: bare.id } })).toMatchObject({
      startedBy: 'A former admin',
    });
    const { body } = await admin.call<TrainingSettings>('GET', '/api/training-settings/digits');
    expect(body.promotion.pausedBecause).toBe(because);
  });
});

describe('DELETE /api/users/:id', () => {
  it('does the same for somebody else, and notes who did it', async () => {
    const { client, id } = await newUser();
    const { sampleId } = await approvedSample(client);
    const { status, body } = await admin.call<Deletion>('DELETE', `/api/users/${id}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { predictions: 1, samples: 1 } });
    expect(body.note).toMatch(/^Their drawings/);
    expect(await app.prisma.sample.count({ where: { id: sampleId } })).toBe(0);
    expect((await client.call('GET', '/api/me')).status).toBe(401);
    const log = await app.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'user.delete', subjectId: id },
    });
    expect(log.byId).toBe(await idOf(admin));
    expect((await admin.call('DELETE', `/api/users/${id}`)).status).toBe(404);
  });

  it('deletes no admin who asks for themselves, by a key or a session', async () => {
    const { client, id } = await newUser();
    const change = { role: 'admin' };
    expect((await admin.call('PATCH', `/api/users/${id}`, change)).status).toBe(200);
    const { body } = await client.call<NewApiKey>('POST', '/api/keys', { name: 'script' });
    const headers = { authorization: `Bearer ${body.key}` };
    const byKey = await app.visitor().send('DELETE', `/api/users/${id}`, { headers });
    const bySession = await client.problem('DELETE', `/api/users/${id}`);
    for (const answer of [byKey, bySession]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('DELETE /api/me') });
    }
    const own = { confirm: 'delete', password: PASSWORD };
    expect((await client.call('DELETE', '/api/me', own)).status).toBe(200);
  });
});

/** A black stroke on white. */
const PICTURE = greyPng(
  Uint8Array.from({ length: 48 * 48 }, (_, at) => {
    const [x, y] = [at % 48, Math.floor(at / 48)];
    return x > 21 && x < 27 && y > 6 && y < 42 ? 0 : 255;
  }),
  48,
  48,
);
