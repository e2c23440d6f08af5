import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlphabetDetail, PredictionResponse } from '@inkling/contract';
import { glyphFromStrokes, type Stroke } from '@inkling/ink';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { grownModel } from '../../testing/grown-model.js';
import { promote, serves } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { arrow, tick } from '../../testing/signs.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let grownId: string;
let shippedId: string;

beforeAll(async () => {
  app = await TestApp.start();
  ({ id: shippedId } = await app.prisma.modelVersion.findFirstOrThrow({
    where: { network: 'characters', status: 'champion' },
  }));
  const { glyph } = glyphFromStrokes(tick().strokes as unknown as Stroke[]);
  const { bytes, card } = await grownModel('✓', glyph);
  const options = { network: 'characters', bytes, card, parentId: shippedId } as const;
  ({ id: grownId } = await registerVersion(app.prisma, options));
  await promote(app.prisma, grownId);
  await serves(app.nest, 'characters', grownId);
});

afterAll(() => app.end());

const answerTo = async (
  client: Client,
  ink: object,
  options: object = {},
): Promise<PredictionResponse> =>
  (await client.predict({ task: 'characters', ink, ...options })).body;
const labelsOf = ({ candidates }: PredictionResponse) => candidates.map(({ label }) => label);

describe('a symbol that a training gave a class', () => {
  it('is answered to everybody by the network, among letters too, and is no digit', async () => {
    const guest = await app.guest();
    const answer = await answerTo(guest, tick());
    expect(answer).toMatchObject({ label: '✓', decidedBy: 'model', model: { id: grownId } });
    expect(answer.neighbours).toEqual([]);
    // What is no digit or letter to the likeness network is a symbol all the same.
    expect(answer).toMatchObject({ certainty: 'sure' });
    expect(answer.likeness).toBeUndefined();
    expect((await answerTo(guest, tick(), { memory: false })).label).toBe('✓');
    expect((await answerTo(guest, tick(), { task: 'letters' })).label).toBe('✓');
    expect(labelsOf(await answerTo(guest, tick(), { task: 'digits', top: 10 }))).not.toContain('✓');
    expect((await answerTo(guest, inkOf('7'))).label).toBe('7');
    expect((await answerTo(guest, tick(), { allow: ['✓', 'V'] })).candidates).toHaveLength(2);
    const { status } = await guest.predict({ task: 'characters', ink: tick(), allow: ['→'] });
    expect(status).toBe(422);
  });

  it('needs nobody to teach it in an alphabet', async () => {
    const guest = await app.guest();
    const alphabet = { name: 'Marks', labels: ['✓', '→'] };
    const { id } = (await guest.call<AlphabetDetail>('POST', '/api/alphabets', alphabet)).body;
    const answer = await answerTo(guest, arrow(), { task: id });
    expect(labelsOf(answer)).toEqual(['✓']);
  });

  it('is still what one taught, and other symbols are known by memory beside it', async () => {
    const guest = await app.guest();
    const before = await answerTo(guest, tick(1));
    expect((await guest.correct(before.id, '✓')).body).toMatchObject({ symbol: { samples: 1 } });
    const other = await answerTo(guest, arrow());
    expect((await guest.correct(other.id, '→')).status).toBe(201);
    expect(await answerTo(guest, arrow())).toMatchObject({ label: '→', decidedBy: 'memory' });
    expect(await answerTo(guest, tick(2))).toMatchObject({ label: '✓', decidedBy: 'model' });
    const taught = await guest.call<{ items: { label: string }[] }>('GET', '/api/symbols');
    expect(taught.body.items.map(({ label }) => label).sort()).toEqual(['→', '✓'].sort());
    // Who takes everything back is answered it all the same.
    expect((await guest.call('DELETE', `/api/symbols/${encodeURIComponent('✓')}`)).status).toBe(
      204,
    );
    expect((await answerTo(guest, tick(2))).label).toBe('✓');
  });

  it('is known by memory alone again after a rollback', async () => {
    const [guest, teacher, admin] = [await app.guest(), await app.guest(), await app.admin()];
    const taught = await answerTo(teacher, tick(1));
    await teacher.correct(taught.id, '✓');
    const rolled = await admin.call('POST', '/api/models/rollback', { network: 'characters' });
    expect(rolled.status).toBe(200);
    await serves(app.nest, 'characters', shippedId);
    expect(labelsOf(await answerTo(guest, tick(), { top: 47 }))).not.toContain('✓');
    expect(await answerTo(teacher, tick(1))).toMatchObject({ label: '✓', decidedBy: 'memory' });
  });
});
