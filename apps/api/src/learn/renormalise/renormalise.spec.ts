import { NORMALISATION_VERSION } from '@inkling/ink';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { mnist } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { RenormaliseService } from './renormalise.service.js';

let app: TestApp;
/** A real seven, as large as people send them. */
let seven: object;

beforeAll(async () => {
  const { pixels } = mnist.find(({ label }) => label === '7')!;
  const png = sharp(Buffer.from(pixels, 'base64'), { raw: { width: 28, height: 28, channels: 1 } });
  const image = await png.negate().resize(420).png().toBuffer();
  seven = { task: 'digits', image: image.toString('base64') };
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

/** A corrected picture, and what is stored of it. */
async function teach(label: string) {
  const guest = await app.guest();
  const { body: prediction } = await guest.predict(seven);
  const { body: correction } = await guest.correct(prediction.id, label);
  const stored = async () => {
    const sample = await app.prisma.sample.findUniqueOrThrow({
      where: { id: correction.sampleId },
      include: { embeddings: true },
    });
    const drawn = await app.prisma.prediction.findUniqueOrThrow({
      where: { id: prediction.id },
      include: { picture: true },
    });
    return {
      glyph: [...sample.glyph],
      embeddings: sample.embeddings.map(({ vector }) => [...vector]),
      ofPrediction: [...drawn.glyph],
      normalisation: drawn.picture!.normalisation,
    };
  };
  return { guest, predictionId: prediction.id, sampleId: correction.sampleId, stored };
}

/** As an installation has it that an older version wrote: moved by a pixel, with the embedding of that. */
async function makeOld({ predictionId, sampleId }: Awaited<ReturnType<typeof teach>>) {
  const { glyph } = await app.prisma.prediction.findUniqueOrThrow({ where: { id: predictionId } });
  const moved = Uint8Array.from(glyph, (_, at) => glyph[at - 1] ?? 0);
  await app.prisma.prediction.update({ where: { id: predictionId }, data: { glyph: moved } });
  await app.prisma.sample.update({ where: { id: sampleId }, data: { glyph: moved } });
  const { vector } = await app.prisma.sampleEmbedding.findFirstOrThrow({ where: { sampleId } });
  await app.prisma.sampleEmbedding.updateMany({
    where: { sampleId },
    data: { vector: Uint8Array.from(vector).reverse() },
  });
  await setNormalisation(predictionId, 1);
  await app.nest.get(ServingService).rebuildMemory('digits');
}

const setNormalisation = (predictionId: string, normalisation: number) =>
  app.prisma.predictionPicture.update({ where: { predictionId }, data: { normalisation } });

const renormalise = () => app.nest.get(RenormaliseService).renormalise();

it('reads corrected pictures again, and memory goes by what they become', async () => {
  const taught = await teach('1');
  const now = await taught.stored();
  expect(now.normalisation).toBe(NORMALISATION_VERSION);
  await makeOld(taught);
  expect(await taught.stored()).not.toEqual(now);
  const before = await taught.guest.predict(seven);
  expect(before.body.neighbours).toEqual([]);

  expect(await renormalise()).toEqual({ read: 1, changed: 1 });
  expect(await taught.stored()).toEqual(now);
  const { body } = await taught.guest.predict(seven);
  expect(body).toMatchObject({ label: '1', decidedBy: 'memory' });
  expect(body.neighbours[0]).toMatchObject({ sampleId: taught.sampleId, own: true });
  expect(await renormalise()).toEqual({ read: 0, changed: 0 });
});

it('leaves alone what becomes the same, and what was not corrected', async () => {
  const taught = await teach('1');
  const now = await taught.stored();
  await setNormalisation(taught.predictionId, 1);
  const { body: alone } = await taught.guest.predict(seven);
  await setNormalisation(alone.id, 1);
  expect(await renormalise()).toEqual({ read: 1, changed: 0 });
  expect(await taught.stored()).toEqual(now);
});

it('keeps the glyph where the picture gives none any more', async () => {
  const taught = await teach('1');
  await makeOld(taught);
  const old = await taught.stored();
  await app.prisma.predictionPicture.update({
    where: { predictionId: taught.predictionId },
    data: { bytes: Buffer.from('no picture') },
  });
  expect(await renormalise()).toEqual({ read: 1, changed: 0 });
  expect(await taught.stored()).toEqual({ ...old, normalisation: NORMALISATION_VERSION });
});
