import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SelfCheckError } from '@inkling/recognizer';
import { Inference } from '../inference/inference.module.js';
import type { RecordOf } from '../registry/model-version.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { inkOf } from '../../testing/fixtures.js';
import { promote, serves } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';

import { ServingService } from './serving.service.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(() => app.end());

const digit = { task: 'digits', ink: inkOf('7') };
const alone = { ...digit, memory: false };

/** Of a version of `digits`. */
const recordOf = async (id: string) =>
  (await app.nest.get(RegistryRepository).get(id)) as RecordOf<'digits'>;

describe('swap', () => {
  it('lets running requests end on the old version, and no request fail', async () => {
    const serving = app.nest.get(ServingService);
    const guest = await app.guest();
    const before = (await guest.predict(alone)).body;
    await guest.correct((await guest.predict(digit)).body.id, '4');
    const next = await registerVersion(app.prisma, { seed: 1 });

    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const old = serving.get('digits')!;
    const running = serving.use('digits', async ({ model, version }) => {
      await held;
      await model.embed(new Float32Array(784), 1);
      return version.version;
    });

    await promote(app.prisma, next.id);
    const answers: Promise<{ status: number; model: string; probability: number }>[] = [];
    while (serving.get('digits') === old) {
      answers.push(
        guest.predict(alone).then(({ status, body }) => ({
          status,
          model: body.model.id,
          probability: body.probability,
        })),
      );
      await wait(5);
    }
    // New requests have the new version at once, with the memory that it embedded.
    const after = (await guest.predict(digit)).body;
    expect(after).toMatchObject({ label: '4', decidedBy: 'memory', model: { id: next.id } });
    const own = (await guest.predict(alone)).body.probability;
    expect(own).not.toBe(before.probability);
    // Each answer is wholly of the version that it names.
    const expected = new Map([
      [before.model.id, before.probability],
      [next.id, own],
    ]);
    for (const { status, model, probability } of await Promise.all(answers)) {
      expect({ status, probability }).toEqual({ status: 201, probability: expected.get(model) });
    }

    finish();
    expect(await running).toBe(before.model.version);
    await serving.drained();
    await expect(old.model.embed(new Float32Array(784), 1)).rejects.toThrow('not loaded');
    const made = { where: { modelVersionId: next.id } };
    expect(await app.prisma.sampleEmbedding.count(made)).toBeGreaterThan(0);
  });

  it('misses no correction that arrives while it embeds the memory', async () => {
    const guests = await Promise.all(Array.from({ length: 6 }, () => app.guest()));
    const ids = await Promise.all(
      guests.map(async (guest) => (await guest.predict(digit)).body.id),
    );
    const next = await registerVersion(app.prisma, { seed: 2 });
    const promoted = promote(app.prisma, next.id);
    const corrected = guests.map(async (guest, at) => {
      await wait(at * 15);
      return (await guest.correct(ids[at]!, '5')).status;
    });
    expect(await Promise.all(corrected)).toEqual(guests.map(() => 201));
    await promoted;
    await serves(app.nest, 'digits', next.id);
    for (const guest of guests) {
      expect((await guest.predict(digit)).body).toMatchObject({
        label: '5',
        decidedBy: 'memory',
        model: { id: next.id },
      });
    }
    // By nearness too, which rests on the embedding of the version in service.
    const [first] = guests;
    const slanted = digit.ink.strokes.map((stroke) => stroke.map(([x, y]) => [x! + y! / 12, y!]));
    const near = { task: 'digits', ink: { strokes: slanted } };
    const { neighbours } = (await first!.predict(near)).body;
    expect(neighbours.some(({ own }) => own)).toBe(true);
    expect(await app.prisma.sampleEmbedding.count({ where: { modelVersionId: next.id } })).toBe(
      await app.prisma.sample.count(),
    );
  });

  it('embeds a correction for the version that came while it was saved', async () => {
    const serving = app.nest.get(ServingService);
    const guest = await app.guest();
    const { id } = (await guest.predict(digit)).body;
    // Saved as if by a replica that has not swapped yet: no embedding of the version in service.
    const before = serving.get('digits')!.version.id;
    const next = await registerVersion(app.prisma, { seed: 3 });
    const [status] = await Promise.all([
      guest.correct(id, '6').then((answer) => answer.status),
      promote(app.prisma, next.id),
    ]);
    expect(status).toBe(201);
    await serves(app.nest, 'digits', next.id);
    expect(next.id).not.toBe(before);
    expect((await guest.predict(digit)).body).toMatchObject({
      label: '6',
      model: { id: next.id },
    });
  });

  it('takes over what was prepared, and lets go of what was not promoted', async () => {
    const serving = app.nest.get(ServingService);
    const { pool } = app.nest.get(Inference);
    const next = await registerVersion(app.prisma, { seed: 4 });
    const version = await recordOf(next.id);
    const letGo = await serving.prepare(version);
    const sessions = () => pool.sessions.filter((name) => name.startsWith(next.id));
    expect(sessions()).toHaveLength(1);
    // Embeddings are there before anybody has promoted it.
    expect(await app.prisma.sampleEmbedding.count({ where: { modelVersionId: next.id } })).toBe(
      await app.prisma.sample.count(),
    );
    const prepared = sessions();
    await promote(app.prisma, next.id);
    await serves(app.nest, 'digits', next.id);
    await letGo();
    expect(sessions()).toEqual(prepared);

    const other = await registerVersion(app.prisma, { seed: 5 });
    const unused = await serving.prepare(await recordOf(other.id));
    await unused();
    expect(pool.sessions.some((name) => name.startsWith(other.id))).toBe(false);
  });

  it('answers while it embeds thousands of samples', async () => {
    const more = 2000;
    await app.prisma.$executeRaw`
      INSERT INTO sample (id, network, task, glyph, label, given, status)
      SELECT gen_random_uuid(), 'digits', 'digits',
        decode(repeat(lpad(to_hex(n % 256), 2, '0'), 300), 'hex') || decode(repeat('00', 484), 'hex'),
        (n % 10)::text, (n % 10)::text, 'approved'
      FROM generate_series(1, ${more}::int) AS n`;
    const serving = app.nest.get(ServingService);
    const old = serving.get('digits')!;
    const next = await registerVersion(app.prisma, { seed: 8 });
    await promote(app.prisma, next.id);
    let answered = 0;
    while (serving.get('digits') === old) {
      const { body } = await app.visitor().predict(alone);
      if (body.model.id === old.version.id) answered++;
    }
    expect(answered).toBeGreaterThan(5);
    const { memory } = serving.get('digits')!;
    expect(memory.size.shared).toBe(more);
    expect(await app.prisma.sampleEmbedding.count({ where: { modelVersionId: next.id } })).toBe(
      await app.prisma.sample.count({ where: { network: 'digits' } }),
    );
    await app.prisma.sample.deleteMany({ where: { status: 'approved' } });
  });

  it('keeps the old version when the new one does not do what its card says', async () => {
    const serving = app.nest.get(ServingService);
    const current = serving.get('digits')!.version;
    const size = current.card.embeddingSize + 1;
    const wrong = await registerVersion(app.prisma, { seed: 6, card: { embeddingSize: size } });
    const version = await recordOf(wrong.id);
    await expect(serving.swap(version)).rejects.toBeInstanceOf(SelfCheckError);
    expect(serving.get('digits')!.version).toBe(current);
    expect((await app.visitor().predict(digit)).status).toBe(201);
    const { sessions } = app.nest.get(Inference).pool;
    expect(sessions.some((name) => name.startsWith(wrong.id))).toBe(false);
  });

  it('goes back to a version whose former session still has work', async () => {
    const serving = app.nest.get(ServingService);
    const first = serving.get('digits')!;
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const running = serving.use('digits', async ({ model }) => {
      await held;
      return model.embed(new Float32Array(784), 1);
    });
    const between = await registerVersion(app.prisma, { seed: 7 });
    await promote(app.prisma, between.id);
    await serves(app.nest, 'digits', between.id);
    await promote(app.prisma, first.version.id);
    await serves(app.nest, 'digits', first.version.id);
    finish();
    await expect(running).resolves.toBeDefined();
    await serving.drained();
    const { status, body } = await app.visitor().predict(digit);
    expect({ status, id: body.model.id }).toEqual({ status: 201, id: first.version.id });
  });
});
