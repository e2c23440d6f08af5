import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PredictionResponse, Ready } from '@inkling/contract';
import { freezable, type Freezable } from '@inkling/store/testing';
import type { Client } from '../testing/client.js';
import { inkOf } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;
let way: Freezable;
let guest: Client;

beforeAll(async () => {
  app = await TestApp.start();
  way = await freezable(app.databaseUrl);
  await app.reopen({ DATABASE_URL: way.url });
});
afterAll(async () => {
  await app.end();
  await way.close();
});
beforeEach(async () => {
  guest = await app.guest();
});

const seven = () => ({ task: 'digits', ink: inkOf('7') });
/** Without a wait for the record, which may take long here. */
const answered = () => guest.call<PredictionResponse>('POST', '/api/predictions', seven());
const ready = () => guest.call<Ready>('GET', '/api/health/ready');
const codes = ({ problems }: Ready) => problems.map(({ code }) => code);

const isBack = async () => {
  while ((await ready()).status !== 200);
};

describe('while the database hangs', () => {
  it('should read and say that nothing was recorded, refuse corrections for now, and not be ready', async () => {
    const before = await guest.predict(seven());
    expect(before.body).toMatchObject({ recorded: true, correctable: true });
    way.freeze();
    // Nobody can know yet: it is written as soon as that is possible.
    const { body: waiting } = await answered();
    expect(waiting).toMatchObject({ recorded: true, correctable: true });
    try {
      // On their way while it is noticed.
      const [corrected, listed] = await Promise.all([
        guest.problem('POST', '/api/corrections', { predictionId: before.body.id, label: '1' }),
        guest.problem('GET', '/api/predictions'),
      ]);
      const read = await guest.predict(seven());
      expect(read.status).toBe(201);
      expect(read.body).toMatchObject({
        label: before.body.label,
        recorded: false,
        correctable: false,
      });
      for (const refused of [corrected, listed]) {
        expect(refused).toMatchObject({ status: 503, body: { code: 'database_away' } });
        expect(refused.headers['retry-after']).toBe('2');
      }
      expect(await guest.predict(seven())).toMatchObject({
        status: 201,
        body: { recorded: false },
      });
      const entry = await app.visitor().problem('POST', '/api/auth/sign-in/anonymous', {});
      expect(entry).toMatchObject({ status: 503, body: { code: 'database_away' } });
      const { status, body } = await ready();
      expect([status, body.status, codes(body)]).toEqual([503, 'unavailable', ['database_down']]);
      expect((await guest.call('GET', '/api/health/live')).status).toBe(200);
    } finally {
      way.thaw();
    }
    await isBack();
    expect((await guest.correct(before.body.id, '1')).status).toBe(201);
    expect((await guest.predict(seven())).body).toMatchObject({ label: '1', recorded: true });
    const { body } = await guest.call<{ items: { id: string }[] }>('GET', '/api/predictions');
    expect(body.items).toHaveLength(3);
    expect(body.items[1]!.id).toBe(waiting.id);
  });
});

describe('while the disk of the database is full', () => {
  /** As Postgres says it when it finds no room for a row or a table. */
  const fill = async () => {
    await app.prisma.$executeRawUnsafe(`
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$`);
    await app.prisma.$executeRawUnsafe(`
      CREATE FUNCTION no_room_for_tables() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$`);
    for (const table of ['prediction', 'sample']) {
      await app.prisma.$executeRawUnsafe(
        `CREATE TRIGGER no_room BEFORE INSERT ON ${table} EXECUTE FUNCTION no_room()`,
      );
    }
    await app.prisma.$executeRawUnsafe(
      'CREATE EVENT TRIGGER no_room ON ddl_command_start EXECUTE FUNCTION no_room_for_tables()',
    );
  };
  const makeRoom = async () => {
    await app.prisma.$executeRawUnsafe('DROP EVENT TRIGGER no_room');
    await app.prisma.$executeRawUnsafe('DROP FUNCTION no_room, no_room_for_tables CASCADE');
  };

  it('should read unrecorded, refuse corrections with that reason, and not be ready until there is room', async () => {
    const before = await guest.predict(seven());
    const stranger = await app.guest();
    await fill();
    const waiting = await guest.predict(seven());
    expect(waiting).toMatchObject({ status: 201, body: { recorded: true } });
    try {
      expect(await guest.predict(seven())).toMatchObject({
        status: 201,
        body: { recorded: false },
      });
      const refused = await guest.problem('POST', '/api/corrections', {
        predictionId: before.body.id,
        label: '1',
      });
      expect(refused).toMatchObject({ status: 503, body: { code: 'storage_full' } });
      expect(refused.headers['retry-after']).toBe('30');
      // That one is not lost: it is written once there is room.
      const early = { predictionId: waiting.body.id, label: '1' };
      expect(await guest.problem('POST', '/api/corrections', early)).toMatchObject({
        status: 503,
        body: { code: 'storage_full' },
      });
      const path = `/api/predictions/${waiting.body.id}`;
      for (const method of ['GET', 'DELETE'] as const) {
        expect((await guest.problem(method, path)).status).toBe(503);
      }
      expect((await stranger.problem('POST', '/api/corrections', early)).status).toBe(404);
      const { status, body } = await ready();
      expect([status, body.status]).toEqual([503, 'unavailable']);
      expect(codes(body)).toContain('storage_full');
    } finally {
      await makeRoom();
    }
    expect((await ready()).status).toBe(200);
    expect((await guest.correct(before.body.id, '1')).status).toBe(201);
    expect((await guest.correct(waiting.body.id, '1')).status).toBe(201);
  });
});
