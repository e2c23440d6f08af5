import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelsRepository } from '../models/models.repository.js';
import { readShippedModel } from '../models/shipped-models.js';
import { Inference } from '../inference/inference.module.js';
import { inkOf } from '../testing/fixtures.js';
import { modelsWithVariant } from '../testing/model-variant.js';
import { TestApp } from '../testing/test-app.js';
import { SelfCheckError } from './serving-model.js';
import { ServingService } from './serving.service.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const digit = { task: 'digits', ink: inkOf('7') };

/** The next version in the registry; not yet loaded by anybody. */
async function nextVersion(note: string) {
  const shipped = await readShippedModel(await modelsWithVariant(note), 'digits');
  const models = app.nest.get(ModelsRepository);
  await models.importShipped(shipped!);
  return (await models.getChampion('digits'))!;
}

describe('swap', () => {
  it('lets running requests end on the old version, and no request fail', async () => {
    const serving = app.nest.get(ServingService);
    const guest = await app.guest();
    const before = (await guest.predict(digit)).body;
    await guest.correct(before.id, '4');
    const next = await nextVersion('next');

    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const old = serving.get('digits')!;
    const running = serving.use('digits', async ({ model, version }) => {
      await held;
      await model.embed(new Float32Array(784), 1);
      return version.version;
    });

    let swapped = false;
    const swap = serving.swap(next).then(() => (swapped = true));
    const answers: Promise<{ status: number; version: number }>[] = [];
    while (serving.get('digits') === old) {
      answers.push(
        guest.predict(digit).then(({ status, body }) => ({ status, version: body.model.version })),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // New requests have the new version at once, with the memory that it embedded.
    const after = (await guest.predict(digit)).body;
    expect(after).toMatchObject({ label: '4', decidedBy: 'memory', model: { id: next.id } });
    for (const { status } of await Promise.all(answers)) expect(status).toBe(201);
    expect(swapped).toBe(false);

    finish();
    expect(await running).toBe(before.model.version);
    await swap;
    await expect(old.model.embed(new Float32Array(784), 1)).rejects.toThrow('not loaded');
    expect(
      await app.prisma.sampleEmbedding.count({ where: { modelVersionId: next.id } }),
    ).toBeGreaterThan(0);
  });

  it('misses no correction that arrives while it embeds the memory', async () => {
    const serving = app.nest.get(ServingService);
    const guests = await Promise.all(Array.from({ length: 4 }, () => app.guest()));
    const ids = await Promise.all(
      guests.map(async (guest) => (await guest.predict(digit)).body.id),
    );
    const next = await nextVersion('busy');
    const swap = serving.swap(next);
    await Promise.all(guests.map((guest, at) => guest.correct(ids[at]!, '5')));
    await swap;
    for (const guest of guests) {
      expect((await guest.predict(digit)).body).toMatchObject({
        label: '5',
        model: { id: next.id },
      });
    }
  });

  it('keeps the old version when the new one does not do what its card says', async () => {
    const serving = app.nest.get(ServingService);
    const current = serving.get('digits')!.version;
    const next = await nextVersion('wrong');
    const wrong = { ...next, card: { ...next.card, embeddingSize: next.card.embeddingSize + 1 } };
    await expect(serving.swap(wrong)).rejects.toBeInstanceOf(SelfCheckError);
    expect(serving.get('digits')!.version).toBe(current);
    expect((await app.visitor().predict(digit)).status).toBe(201);
    const job = {
      type: 'run',
      versionId: next.id,
      glyphs: new Float32Array(784),
      count: 1,
    } as const;
    await expect(app.nest.get(Inference).pool.run(job)).rejects.toThrow('not loaded');
  });
});
