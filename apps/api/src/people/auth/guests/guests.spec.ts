import type { Alphabet, AlphabetList } from '@inkling/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writtenLine } from '../../../recognise/lines/testing/written-line.js';
import type { Client } from '../../../testing/client.js';
import { inkOf } from '../../../testing/fixtures.js';
import { idOf, signUp } from '../../../testing/sign-up.js';
import { TestApp } from '../../../testing/test-app.js';
import { until } from '../../../testing/until.js';
import { IdleGuests } from './idle-guests.service.js';

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
const signIn = (client: Client, { email, password }: { email: string; password: string }) =>
  client.call('POST', '/api/auth/sign-in/email', { email, password });

/** Anna draws a seven, and says that it is a four. */
async function sayFour(client: Client) {
  const prediction = await client.predict(seven);
  expect(prediction.body.label).toBe('7');
  const correction = await client.correct(prediction.body.id, '4');
  expect(correction.status).toBe(201);
  return correction.body;
}

const isFour = async (client: Client) => {
  const { body } = await client.predict(seven);
  return body.label === '4' && body.decidedBy === 'memory' && body.neighbours[0]?.own === true;
};

describe('a guest who makes an account', () => {
  it('keeps drawings, corrections and the memory of them, on every replica', async () => {
    const guest = await app.guest();
    const guestId = await idOf(guest);
    const said = await sayFour(guest);
    const before = guest.at(app.nest);

    await signUp(admin, guest);
    const id = await idOf(guest);
    expect(id).not.toBe(guestId);
    expect(await isFour(guest)).toBe(true);
    await until(() => isFour(guest.at(replica)));

    const { prisma } = app;
    expect(await prisma.user.findUnique({ where: { id: guestId } })).toBeNull();
    const [correction, sample, revisions] = await Promise.all([
      prisma.correction.findUniqueOrThrow({ where: { id: said.id } }),
      prisma.sample.findUniqueOrThrow({ where: { id: said.sampleId } }),
      prisma.sampleRevision.findMany({ where: { sampleId: said.sampleId } }),
    ]);
    expect(correction.writerId).toBe(id);
    // Nothing that was said has changed: a review that is going on, and a training's data, stay as they are.
    expect(sample).toMatchObject({ writerId: id, revision: 1, status: 'pending' });
    expect(revisions).toMatchObject([{ revision: 1, byId: id }]);
    const history = await guest.call<{ items: { id: string }[] }>('GET', '/api/predictions');
    expect(history.body.items.map((item) => item.id)).toContain(said.predictionId);

    // They can still take it back; the guest's own cookie opens nothing any more.
    expect((await before.call('GET', '/api/predictions')).status).toBe(401);
    expect((await guest.call('DELETE', `/api/corrections/${said.id}`)).status).toBe(204);
    expect((await guest.predict(seven)).body.label).toBe('7');
  });

  it('keeps lines with what was said of them', async () => {
    const guest = await app.guest();
    const drawing = { task: 'digits', ink: writtenLine('2907') };
    const line = await guest.call<{ id: string }>('POST', '/api/lines', drawing);
    const correction = { lineId: line.body.id, text: '2947' };
    const said = await guest.call<{ id: string }>('POST', '/api/corrections', correction);
    await signUp(admin, guest);
    const id = await idOf(guest);
    const kept = await app.prisma.lineCorrection.findUniqueOrThrow({
      where: { id: said.body.id },
      include: { revisions: true },
    });
    expect(kept).toMatchObject({ writerId: id, revision: 1, revisions: [{ byId: id }] });
  });

  it('goes on reading with an alphabet that was read with before, on every replica', async () => {
    const guest = await app.guest();
    const named = { name: 'Odd', labels: ['1', '7'] };
    const { body: odd } = await guest.call<Alphabet>('POST', '/api/alphabets', named);
    const read = async (client: Client) =>
      (await client.predict({ task: odd.id, ink: inkOf('7') })).status;
    // Each replica has the alphabet at hand by then, as the guest's.
    expect([await read(guest), await read(guest.at(replica))]).toEqual([201, 201]);

    await signUp(admin, guest);
    expect(await read(guest)).toBe(201);
    await until(async () => (await read(guest.at(replica))) === 201);
  });

  it('gets nobody else’s', async () => {
    const [one, other] = [await app.guest(), await app.guest()];
    const theirs = await sayFour(other);
    await signUp(admin, one);
    const stored = await app.prisma.correction.findUniqueOrThrow({ where: { id: theirs.id } });
    expect(stored.writerId).toBe(await idOf(other));
    expect((await one.predict(seven)).body.label).toBe('7');
  });
});

describe('a guest who signs in', () => {
  it('takes alphabets along, under another name where theirs is taken', async () => {
    const person = await signUp(admin, app.visitor());
    const elsewhere = app.visitor();
    await signIn(elsewhere, person);
    await elsewhere.call('POST', '/api/alphabets', { name: 'Signs', labels: ['✓'] });
    const guest = await app.guest();
    await guest.call('POST', '/api/alphabets', { name: 'signs', labels: ['→'] });
    await guest.call('POST', '/api/alphabets', { name: 'Others', labels: ['→'] });
    await signIn(guest, person);
    const { body } = await guest.call<AlphabetList>('GET', '/api/alphabets');
    const names = body.items.map(({ name }) => name);
    expect(names).toEqual(['Others', 'Signs', expect.stringMatching(/^signs [0-9a-f]{4}$/)]);
    expect(body.items.every(({ shared }) => !shared)).toBe(true);
  });

  it('adds what they said to what the account has', async () => {
    const person = await signUp(admin, app.visitor());
    const elsewhere = app.visitor();
    await signIn(elsewhere, person);
    const first = await sayFour(elsewhere);

    const guest = await app.guest();
    const second = await sayFour(guest);
    expect((await signIn(guest, person)).status).toBe(200);
    const id = await idOf(elsewhere);
    expect(await idOf(guest)).toBe(id);
    const corrections = await app.prisma.correction.findMany({ where: { writerId: id } });
    expect(new Set(corrections.map((one) => one.id))).toEqual(new Set([first.id, second.id]));

    // Somebody else at this browser begins anew.
    await guest.call('POST', '/api/auth/sign-out', {});
    await guest.signInAsGuest();
    expect((await guest.predict(seven)).body.label).toBe('7');
  });

  it('with a wrong password stays a guest, with all that is theirs', async () => {
    const person = await signUp(admin, app.visitor());
    const guest = await app.guest();
    const said = await sayFour(guest);
    expect((await signIn(guest, { ...person, password: 'wrong horse' })).status).toBe(401);
    const stored = await app.prisma.correction.findUniqueOrThrow({ where: { id: said.id } });
    expect(stored.writerId).toBe(await idOf(guest));
    expect(await isFour(guest)).toBe(true);
  });

  it('loses nothing that is being said at that very moment', async () => {
    const person = await signUp(admin, app.visitor());
    for (let round = 0; round < 2; round++) {
      const guest = await app.guest();
      const predictions = await Promise.all(Array.from({ length: 4 }, () => guest.predict(seven)));
      const speaking = guest.at(app.nest);
      const [signedIn, ...answers] = await Promise.all([
        signIn(guest, person),
        ...predictions.map(({ body }) => speaking.correct(body.id, '4')),
      ]);
      expect(signedIn.status).toBe(200);
      const id = await idOf(guest);
      for (const { status, body } of answers) {
        // Said before or after the move; never a crash, and never lost once it was answered with 201.
        expect([201, 401, 404]).toContain(status);
        if (status !== 201) continue;
        const stored = await app.prisma.correction.findUniqueOrThrow({ where: { id: body.id } });
        expect(stored.writerId).toBe(id);
      }
    }
  });
});

describe('guests who never come back', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  const idle = () => app.nest.get(IdleGuests, { strict: false });
  const isThere = async (id: string) =>
    (await app.prisma.user.findUnique({ where: { id } })) !== null;

  it('are removed, and what they said stays with reviewers and in everybody’s memory', async () => {
    const guest = await app.guest();
    const id = await idOf(guest);
    const approved = await sayFour(guest);
    const other = await guest.predict({ task: 'digits', ink: inkOf('3') });
    const { body: pending } = await guest.correct(other.body.id, '8');
    const { body: drawn } = await guest.predict(seven);
    const judge = { ids: [approved.id], decision: 'approve' };
    expect((await admin.call('POST', '/api/corrections/review', judge)).status).toBe(200);
    const counts = { slot: new Date(0), modelVersionId: drawn.model.id, writerId: id };
    const { id: countId } = await app.prisma.predictionCount.create({
      data: { ...counts, predictions: 3, byMemory: 1 },
    });

    expect(await idle().removeIdle(inDays(364))).toBe(0);
    expect(await isThere(id)).toBe(true);
    await idle().removeIdle(inDays(366));
    expect(await isThere(id)).toBe(false);
    expect((await guest.call('GET', '/api/predictions')).status).toBe(401);

    const { prisma } = app;
    for (const { id: said, status } of [
      { ...approved, status: 'approved' },
      { ...pending, status: 'pending' },
    ]) {
      const correction = await prisma.correction.findUniqueOrThrow({
        where: { id: said },
        include: { sample: true, prediction: true },
      });
      expect(correction).toMatchObject({ writerId: null, sample: { status, writerId: null } });
      expect(correction.prediction).toMatchObject({ writerId: null, corrected: true });
    }
    expect(await prisma.prediction.findUniqueOrThrow({ where: { id: drawn.id } })).toMatchObject({
      writerId: null,
    });
    const kept = await prisma.predictionCount.findUniqueOrThrow({ where: { id: countId } });
    expect(kept).toMatchObject({ writerId: null, predictions: 3 });

    // A reviewer still finds what waits, and can judge it.
    const queue = await admin.call<{ items: { id: string }[] }>(
      'GET',
      '/api/corrections?status=pending&limit=100',
    );
    expect(queue.body.items.map((item) => item.id)).toContain(pending.id);
    const reject = { ids: [pending.id], decision: 'reject' };
    expect((await admin.call('POST', '/api/corrections/review', reject)).status).toBe(200);
    // What was approved goes on helping others, here and on the other replica.
    const helps = async (client: Client) =>
      (await client.predict(seven)).body.neighbours.some(
        ({ sampleId }) => sampleId === approved.sampleId,
      );
    expect(await helps(await app.guest())).toBe(true);
    await until(async () => helps((await app.guest()).at(replica)));
    await admin.call('POST', '/api/corrections/review', { ids: [approved.id], decision: 'reject' });
  });

  it('go after a week where nothing of them is kept, and stay when they were here meanwhile', async () => {
    const [empty, drawing, here] = [await app.guest(), await app.guest(), await app.guest()];
    await drawing.predict(seven);
    const naming = await app.guest();
    const namingId = await idOf(naming);
    await naming.call('POST', '/api/alphabets', { name: 'Signs', labels: ['✓'] });
    const [emptyId, drawingId, hereId] = [await idOf(empty), await idOf(drawing), await idOf(here)];
    const user = await app.user('writer');
    const userId = await idOf(user);
    await app.prisma.user.update({ where: { id: hereId }, data: { lastSeenAt: inDays(5) } });
    expect(await idle().removeIdle(inDays(6))).toBe(0);
    await idle().removeIdle(inDays(8));
    expect(await isThere(emptyId)).toBe(false);
    expect(await isThere(drawingId)).toBe(true);
    expect(await isThere(namingId)).toBe(true);
    expect(await isThere(hereId)).toBe(true);
    await idle().removeIdle(inDays(4000));
    // Accounts are never removed by themselves.
    expect(await isThere(userId)).toBe(true);
    expect(await isThere(drawingId)).toBe(false);
    expect(await isThere(namingId)).toBe(false);
    expect(await app.prisma.alphabet.count({ where: { name: 'Signs', ownerId: null } })).toBe(0);
  });

  it('go with sessions that are over, and links that nobody used', async () => {
    const [over, on] = [await app.guest(), await app.guest()];
    const [overId, onId] = [await idOf(over), await idOf(on)];
    const expiresAt = new Date(Date.now() - 1);
    await app.prisma.session.updateMany({ where: { userId: overId }, data: { expiresAt } });
    const link = { identifier: 'i', value: 'v' };
    await app.prisma.verification.create({ data: { ...link, expiresAt } });
    await app.prisma.verification.create({ data: { ...link, expiresAt: inDays(1) } });
    expect(await idle().removeExpired()).toBe(1);
    expect(await app.prisma.session.count({ where: { userId: overId } })).toBe(0);
    expect(await app.prisma.session.count({ where: { userId: onId } })).toBe(1);
    expect(await app.prisma.verification.count()).toBe(1);
  });
});

describe('everything that names a person', () => {
  it('is known to the move of a guest and to a deletion', async () => {
    // A new reference to people must be thought of in GuestsRepository and DeletionRepository.
    const references = await app.prisma.$queryRaw<{ name: string }[]>`
      SELECT conrelid::regclass::text || '.' || attname || ' ' || confdeltype::text AS name
      FROM pg_constraint
      JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
      WHERE contype = 'f' AND confrelid = '"user"'::regclass ORDER BY 1`;
    // c: goes with the person, n: stays without a name.
    expect(references.map(({ name }) => name)).toEqual(KNOWN);
  });
});

const KNOWN = [
  'account.user_id c',
  'alphabet.owner_id c',
  'apikey.reference_id c',
  'audit_entry.by_id n',
  'correction.writer_id c',
  'invitation.created_by_id n',
  'invitation.used_by_id n',
  'line.writer_id c',
  'line_correction.writer_id c',
  'line_revision.by_id n',
  'prediction.writer_id c',
  'prediction_count.writer_id c',
  'prediction_latency.writer_id c',
  'review_decision.by_id n',
  'sample.writer_id n',
  'sample_import.by_id n',
  'sample_revision.by_id n',
  'session.user_id c',
  'training_job.cancelled_by_id n',
  'training_job.requested_by_id n',
  'verification.created_by_id c',
  'webhook.created_by_id n',
];
