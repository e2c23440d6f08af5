import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SymbolList } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { tick } from '../../testing/signs.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const teach = async (client: Client, ink: object, label: string, task = 'characters') => {
  const prediction = await client.predict({ task, ink });
  const correction = await client.correct(prediction.body.id, label);
  return { prediction: prediction.body, correction };
};

const answerTo = async (client: Client, ink: object, task = 'characters') =>
  (await client.predict({ task, ink })).body;

const symbolsOf = async (client: Client) =>
  (await client.call<SymbolList>('GET', '/api/symbols')).body.items;

describe('symbols', () => {
  it('answers what no network has a class for, from the first drawing on, to its writer alone', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const { prediction, correction } = await teach(anna, tick(), '✓');
    expect(prediction.label).not.toBe('✓');
    expect(correction.status).toBe(201);
    expect(correction.body).toMatchObject({ label: '✓', given: '✓', symbol: { samples: 1 } });
    expect(correction.body.confirms).toBe(false);

    expect(await answerTo(anna, tick())).toMatchObject({ label: '✓', decidedBy: 'memory' });
    const again = await teach(anna, tick(1), '✓');
    expect(again.correction.body.symbol).toEqual({ samples: 2 });
    const another = await answerTo(anna, tick(2));
    expect(another).toMatchObject({ label: '✓', decidedBy: 'memory' });
    expect(another.neighbours[0]).toMatchObject({ label: '✓', own: true });
    // What it was before is still what it is.
    expect(await answerTo(anna, inkOf('7'))).toMatchObject({ label: '7' });
    expect((await answerTo(ben, tick())).candidates.map(({ label }) => label)).not.toContain('✓');
  });

  it('is one symbol however it was typed, and several characters may be one', async () => {
    const guest = await app.guest();
    const typed = await teach(guest, tick(), 'a\u0308');
    expect(typed.correction.body).toMatchObject({ label: 'ä', given: 'a\u0308' });
    await teach(guest, tick(1), 'kg');
    const taught = await symbolsOf(guest);
    expect(taught.map(({ label, samples }) => [label, samples])).toEqual([
      ['kg', 1],
      ['ä', 1],
    ]);
    expect(taught[0]).toMatchObject({ approved: 0, tasks: ['characters'] });
    expect(taught[0]!.picture).toMatch(/^data:image\/png;base64,/);
  });

  it('refuses what is no label, and classes that the task lacks', async () => {
    const guest = await app.guest();
    const { body } = await guest.predict({ task: 'digits', ink: inkOf('7') });
    for (const label of ['123456789', 'a\u0000', ' ', 'a b', '\u202e7', '']) {
      const refused = await guest.problem('POST', '/api/corrections', {
        ...{ predictionId: body.id, label },
      });
      expect([label, refused.status]).toEqual([label, 422]);
      expect(refused.body.errors?.[0]?.pointer).toBe('/label');
    }
    const letter = await guest.problem('POST', '/api/corrections', {
      ...{ predictionId: body.id, label: 'A' },
    });
    expect(letter.body).toMatchObject({ code: 'unknown_label', status: 422 });
    expect(await symbolsOf(guest)).toEqual([]);
  });

  it('answers digits only with what was taught there, and other tasks with everything', async () => {
    const guest = await app.guest();
    await teach(guest, tick(), '✓', 'digits');
    expect(await answerTo(guest, tick(), 'digits')).toMatchObject({ label: '✓' });
    expect(await answerTo(guest, tick(), 'letters')).toMatchObject({ label: '✓' });

    const other = await app.guest();
    await teach(other, tick(), '✓', 'letters');
    expect(await answerTo(other, tick(), 'characters')).toMatchObject({ label: '✓' });
    const digits = await answerTo(other, tick(), 'digits');
    expect(digits.candidates.map(({ label }) => label)).not.toContain('✓');
  });

  it('may be allowed by name, and nothing else then', async () => {
    const guest = await app.guest();
    await teach(guest, tick(), '✓');
    const body = { task: 'characters', ink: inkOf('7'), allow: ['✓', 'c'] };
    const allowed = await guest.predict(body);
    expect(allowed.body.candidates.map(({ label }) => label).sort()).toEqual(['C', '✓']);
    const unknown = await guest.problem('POST', '/api/predictions', { ...body, allow: ['7', '☂'] });
    expect(unknown.body).toMatchObject({ code: 'unknown_label' });
    expect(unknown.body.errors).toEqual([
      { pointer: '/allow/1', detail: '"☂" was not taught for characters' },
    ]);
    const alone = { ...body, allow: ['✓'], memory: false };
    expect((await guest.problem('POST', '/api/predictions', alone)).status).toBe(422);
  });

  it('is forgotten when its writer says so, also while it is a label like any other to them', async () => {
    const guest = await app.guest();
    await teach(guest, tick(), '✓');
    await teach(guest, tick(1), '✓');
    await teach(guest, inkOf('3'), '3');
    const gone = await guest.call('DELETE', `/api/symbols/${encodeURIComponent('✓')}`);
    expect(gone.status).toBe(204);
    expect(await symbolsOf(guest)).toEqual([]);
    const { candidates } = await answerTo(guest, tick());
    expect(candidates.map(({ label }) => label)).not.toContain('✓');
    for (const label of ['✓', '3', 'a b']) {
      const missing = await guest.problem('DELETE', `/api/symbols/${encodeURIComponent(label)}`);
      expect([label, missing.status]).toEqual([label, 404]);
    }
    // What it was taught beside stays.
    expect(await answerTo(guest, inkOf('3'))).toMatchObject({ label: '3' });
  });

  it.each(['.', '..', '✓', '?&', '%2e'])(
    'is forgotten by its label in the query: %s',
    async (label) => {
      const guest = await app.guest();
      await teach(guest, tick(), label);
      const route = `/api/symbols?${new URLSearchParams({ label }).toString()}`;
      expect((await guest.call('DELETE', route)).status).toBe(204);
      expect(await symbolsOf(guest)).toEqual([]);
      expect((await guest.problem('DELETE', route)).status).toBe(404);
    },
  );

  it('is not forgotten without a label', async () => {
    const guest = await app.guest();
    const { status, body } = await guest.problem('DELETE', '/api/symbols');
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/label']);
  });

  it('follows its writer from one label to another', async () => {
    const guest = await app.guest();
    const { prediction } = await teach(guest, tick(), '✓', 'digits');
    await guest.correct(prediction.id, '7');
    expect(await symbolsOf(guest)).toEqual([]);
    const asCharacter = await answerTo(guest, tick());
    expect(asCharacter.candidates.map(({ label }) => label)).not.toContain('✓');
    await guest.correct(prediction.id, '✗');
    expect(await answerTo(guest, tick())).toMatchObject({ label: '✗' });
  });

  it('says the same after a restart', async () => {
    const guest = await app.guest();
    await teach(guest, tick(), '✓', 'digits');
    const before = await answerTo(guest, tick(1));
    await app.reopen();
    const after = await answerTo(guest, tick(1));
    expect(after.candidates).toEqual(before.candidates);
    expect(await answerTo(guest, tick())).toMatchObject({ label: '✓', decidedBy: 'memory' });
  });
});
