import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Alphabet, AlphabetDetail, AlphabetList, HistoryItem } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { arrow, star, tick } from '../../testing/signs.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const make = async (client: Client, body: object) =>
  client.call<Alphabet>('POST', '/api/alphabets', body);

const teach = async (client: Client, ink: object, label: string) => {
  const prediction = await client.predict({ task: 'characters', ink });
  const correction = await client.correct(prediction.body.id, label);
  expect(correction.status).toBe(201);
  return correction.body;
};

describe('alphabets', () => {
  it('let their labels answer alone, classes and symbols', async () => {
    const guest = await app.guest();
    const made = await make(guest, { name: ' Signs ', labels: ['✓', '→', 'c', 'C', '7'] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ name: 'Signs', labels: ['✓', '→', 'C', '7'], shared: false },
      samples: { '✓': 0, '→': 0, C: 0, '7': 0 },
    });
    const task = made.body.id;
    const before = await guest.predict({ task, ink: inkOf('3') });
    expect(before.body.candidates.map(({ label }) => label).sort()).toEqual(['7', 'C']);
    for (const drawing of [0, 1]) {
      await teach(guest, tick(drawing), '✓');
      await teach(guest, arrow(drawing), '→');
    }
    const read = await guest.predict({ task, ink: arrow(3) });
    expect(read.body).toMatchObject({ task, label: '→', decidedBy: 'memory' });
    expect(read.body.candidates).toHaveLength(4);
    expect((await guest.predict({ task, ink: tick(3) })).body.label).toBe('✓');
    expect((await guest.predict({ task, ink: inkOf('7') })).body.label).toBe('7');

    const { body: history } = await guest.call<{ items: HistoryItem[] }>('GET', '/api/predictions');
    expect(history.items[0]).toMatchObject({
      ...{ task: 'characters', alphabet: { id: task, name: 'Signs' } },
    });
    // A prediction of an alphabet is corrected as any other.
    const corrected = await guest.correct(read.body.id, '✓');
    expect(corrected.body).toMatchObject({ label: '✓', confirms: false, symbol: { samples: 3 } });
  });

  it('say how well each label is known, and what it is taken for', async () => {
    const guest = await app.guest();
    const { body: made } = await make(guest, { name: 'Signs', labels: ['✓', '★', '7', '☂'] });
    for (const drawing of [0, 1, 2]) {
      await teach(guest, tick(drawing), '✓');
      await teach(guest, star(drawing), '★');
    }
    await teach(guest, tick(4), '★');
    await teach(guest, inkOf('7'), '7');
    const { body } = await guest.call<AlphabetDetail>('GET', `/api/alphabets/${made.id}`);
    expect(body.samples).toEqual({ '✓': 3, '★': 4, '7': 1, '☂': 0 });
    expect(
      body.progress.map(({ label, symbol, own, asked }) => [label, symbol, own, asked]),
    ).toEqual([
      ['✓', true, 3, 3],
      ['★', true, 4, 4],
      ['7', false, 1, 1],
      ['☂', true, 0, 0],
    ]);
    const [ticks, stars, seven] = body.progress;
    expect(ticks).toMatchObject({ right: 3, confusedWith: [] });
    expect(stars).toMatchObject({ right: 3, confusedWith: [{ label: '✓', times: 1 }] });
    expect(seven).toMatchObject({ right: 1 });
    expect(stars!.pictures).toHaveLength(4);
  });

  it('say what to do where nothing of them was taught', async () => {
    const guest = await app.guest();
    const { body: made } = await make(guest, { name: 'Greek', labels: ['α', 'β'] });
    const refused = await guest.problem('POST', '/api/predictions', { task: made.id, ink: tick() });
    expect(refused.body).toMatchObject({ status: 422, code: 'not_taught' });
    expect(refused.body.detail).toContain('"Greek"');
  });

  it('are their writer’s alone, and each has a name of its own', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const { body: made } = await make(anna, { name: 'Signs', labels: ['✓'] });
    expect((await make(anna, { name: 'SIGNS', labels: ['→'] })).status).toBe(409);
    await make(anna, { name: 'Gr\u00e4', labels: ['✓'] });
    // The same letters, of which one is written as two characters.
    expect((await make(anna, { name: 'Gra\u0308', labels: ['✓'] })).status).toBe(409);
    expect((await make(ben, { name: 'Signs', labels: ['→'] })).status).toBe(201);
    const path = `/api/alphabets/${made.id}`;
    for (const other of [ben, app.visitor()]) {
      expect((await other.problem('GET', path)).status).toBe(404);
      const asTask = { task: made.id, ink: tick() };
      expect((await other.problem('POST', '/api/predictions', asTask)).status).toBe(404);
    }
    expect((await ben.problem('PATCH', path, { name: 'Mine' })).status).toBe(404);
    expect((await ben.problem('DELETE', path)).status).toBe(404);

    const renamed = await anna.call<Alphabet>('PATCH', path, { name: 'Mine', labels: ['✓', '→'] });
    expect(renamed.body).toMatchObject({ name: 'Mine', labels: ['✓', '→'] });
    const read = await anna.call<AlphabetList>('GET', '/api/alphabets');
    expect(read.body.items.map(({ name }) => name)).toEqual(['Gr\u00e4', 'Mine']);
    expect((await anna.call('DELETE', path)).status).toBe(204);
    expect((await anna.problem('GET', path)).status).toBe(404);
  });

  it('are shared by admins, and what is approved of them answers everybody', async () => {
    const [admin, teacher, pupil] = [await app.user('admin'), await app.guest(), await app.guest()];
    const refused = await make(teacher, { name: 'All', labels: ['★'], shared: true });
    expect(refused.status).toBe(403);
    const { body: shared } = await make(admin, { name: 'All', labels: ['★', '7'], shared: true });
    expect(shared.shared).toBe(true);
    const path = `/api/alphabets/${shared.id}`;
    expect((await teacher.problem('PATCH', path, { name: 'No' })).status).toBe(403);
    expect((await teacher.problem('DELETE', path)).status).toBe(403);

    const said: string[] = [];
    for (const drawing of [0, 1, 2]) said.push((await teach(teacher, star(drawing), '★')).id);
    const task = shared.id;
    const candidatesOf = async (client: Client, asked: string) => {
      const { body } = await client.predict({ task: asked, ink: star(4), top: 60 });
      return body.candidates.map(({ label }) => label);
    };
    expect(await candidatesOf(pupil, task)).toEqual(['7']);
    await admin.call('POST', '/api/corrections/review', { ids: said, decision: 'approve' });
    expect((await candidatesOf(pupil, task))[0]).toBe('★');
    expect((await candidatesOf(app.visitor(), task))[0]).toBe('★');
    expect(await candidatesOf(pupil, 'characters')).toContain('★');
    const { body: seen } = await pupil.call<AlphabetDetail>('GET', path);
    expect(seen.samples['★']).toBe(3);
    expect(seen.progress[0]).toMatchObject({ own: 0, shared: 3, asked: 3, pictures: [] });

    // No longer everybody's: it is its admin's alone, and the symbol its teacher's.
    const unshared = await admin.call<Alphabet>('PATCH', path, { shared: false });
    expect(unshared.body.shared).toBe(false);
    expect(await candidatesOf(pupil, 'characters')).not.toContain('★');
    expect((await pupil.problem('GET', path)).status).toBe(404);
    const { body: log } = await admin.call<{ items: { action: string }[] }>(
      ...(['GET', '/api/audit?action=alphabet'] as const),
    );
    expect(log.items.map(({ action }) => action)).toEqual(['alphabet.unshare', 'alphabet.share']);
  });

  it('have the approved samples of people who have gone, for visitors, too', async () => {
    const [admin, teacher] = [await app.user('admin'), await app.guest()];
    const asked = { name: 'Left', labels: ['★'], shared: true };
    const { body: shared } = await make(admin, asked);
    const said = await teach(teacher, star(1), '★');
    const decision = { ids: [said.id], decision: 'approve' };
    await admin.call('POST', '/api/corrections/review', decision);
    const countOf = async (client: Client) => {
      const path = `/api/alphabets/${shared.id}`;
      return (await client.call<AlphabetDetail>('GET', path)).body.samples['★'];
    };
    const before = await countOf(app.visitor());
    await app.prisma.sample.update({ where: { id: said.sampleId }, data: { writerId: null } });
    for (const client of [app.visitor(), teacher]) expect(await countOf(client)).toBe(before);
  });

  it('refuse what is no alphabet', async () => {
    const guest = await app.guest();
    const bodies = [
      [{ name: 'Empty', labels: [] }, '/labels'],
      [{ name: '', labels: ['✓'] }, '/name'],
      [{ name: 'x'.repeat(61), labels: ['✓'] }, '/name'],
      [{ name: 'Long', labels: ['123456789'] }, '/labels/0'],
      [{ name: 'Blank', labels: ['✓', ' '] }, '/labels/1'],
      [{ name: 'Many', labels: Array.from({ length: 201 }, (_, at) => `s${at}`) }, '/labels'],
    ] as const;
    for (const [body, pointer] of bodies) {
      const refused = await guest.problem('POST', '/api/alphabets', body);
      expect([body.name, refused.status]).toEqual([body.name, 422]);
      expect(refused.body.errors?.[0]?.pointer).toBe(pointer);
    }
    const { body: made } = await make(guest, { name: 'Signs', labels: ['✓'] });
    const empty = await guest.problem('PATCH', `/api/alphabets/${made.id}`, {});
    expect(empty.status).toBe(422);
    expect((await app.visitor().problem('POST', '/api/alphabets', bodies[0][0])).status).toBe(401);
  });

  it('go, and their drawings stay', async () => {
    const guest = await app.guest();
    const { body: made } = await make(guest, { name: 'Gone', labels: ['7'] });
    const { body } = await guest.predict({ task: made.id, ink: inkOf('7') });
    await guest.call('DELETE', `/api/alphabets/${made.id}`);
    const { body: kept } = await guest.call<HistoryItem>('GET', `/api/predictions/${body.id}`);
    expect(kept).toMatchObject({ task: 'characters', alphabet: null, label: '7' });
  });
});
