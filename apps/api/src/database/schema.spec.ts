import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPrismaClient, type PrismaClient } from '@inkling/store';
import { createTestDatabase, type TestDatabase } from '@inkling/store/testing';
import { newId } from '../common/id.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url);
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

const sha256 = 'a'.repeat(64);
const bytes = Uint8Array.of(1, 2, 255);
const json = { a: [1, 'b'] };

/** One row of every model, all columns given, in an order that the references allow. */
async function writeAll() {
  const now = new Date();
  const user = await prisma.user.create({
    data: { id: newId(), name: 'A', email: 'a@b.c', image: 'i', disabledAt: now, lastSeenAt: now },
  });
  const owned = { userId: user.id, id: newId() };
  await prisma.session.create({
    data: { ...owned, token: 't', expiresAt: now, ipAddress: 'i', userAgent: 'u' },
  });
  await prisma.account.create({
    data: {
      ...owned,
      accountId: 'a',
      providerId: 'p',
      accessToken: 'a',
      refreshToken: 'r',
      idToken: 'i',
      accessTokenExpiresAt: now,
      refreshTokenExpiresAt: now,
      scope: 's',
      password: 'p',
    },
  });
  await prisma.apikey.create({
    data: {
      id: newId(),
      name: 'n',
      start: 's',
      referenceId: user.id,
      prefix: 'p',
      key: 'k',
      refillInterval: 1,
      refillAmount: 1,
      lastRefillAt: now,
      rateLimitTimeWindow: 1,
      rateLimitMax: 1,
      remaining: 1,
      lastRequest: now,
      expiresAt: now,
      revokedAt: now,
      permissions: 'p',
      metadata: 'm',
    },
  });
  await prisma.auditEntry.create({
    data: {
      id: newId(),
      byId: user.id,
      action: 'a',
      subjectType: 't',
      subjectId: 'i',
      before: json,
      after: json,
      requestId: 'r',
    },
  });
  await prisma.rateCount.create({ data: { key: 'k', count: 1, endsAt: now } });
  await prisma.verification.create({ data: { identifier: 'i', value: 'v', expiresAt: now } });
  await prisma.setting.create({ data: { key: 'k', value: json } });
  await prisma.modelFile.create({ data: { sha256, size: 3, bytes } });
  const version = await prisma.modelVersion.create({
    data: {
      id: newId(),
      network: 'digits',
      version: 1,
      status: 'champion',
      origin: 'shipped',
      sha256,
      card: json,
    },
  });
  await prisma.servicePeriod.create({
    data: { id: newId(), modelVersionId: version.id, endedAt: now, startedBy: 'b', reason: 'r' },
  });
  const prediction = await prisma.prediction.create({
    data: {
      id: newId(),
      writerId: user.id,
      task: 'digits',
      network: 'digits',
      modelVersionId: version.id,
      inputKind: 'picture',
      ink: json,
      glyph: bytes,
      label: '1',
      probability: 0.5,
      certainty: 'unlike',
      decidedBy: 'memory',
      candidates: json,
      options: json,
      timings: json,
      corrected: true,
    },
  });
  await prisma.predictionPicture.create({
    data: {
      predictionId: prediction.id,
      mediaType: 'm',
      width: 1,
      height: 2,
      bytes,
      normalisation: 2,
    },
  });
  const sample = await prisma.sample.create({
    data: {
      id: newId(),
      network: 'digits',
      task: 'digits',
      writerId: user.id,
      glyph: bytes,
      ink: json,
      label: '1',
      given: '1',
      reviewerLabel: '2',
      status: 'rejected',
      insisted: true,
      revision: 3,
    },
  });
  await prisma.correction.create({
    data: {
      id: newId(),
      predictionId: prediction.id,
      writerId: user.id,
      sampleId: sample.id,
      label: '1',
      given: '1',
    },
  });
  const counted = { slot: now, modelVersionId: version.id, writerId: user.id, predictions: 1 };
  await prisma.predictionCount.create({ data: { ...counted, byMemory: 1 } });
  await prisma.predictionLatency.create({ data: { ...counted, bin: 71 } });
  await prisma.sampleDecision.create({ data: { sampleId: sample.id, own: true, predictions: 1 } });
  await prisma.sampleRevision.create({
    data: {
      id: newId(),
      sampleId: sample.id,
      revision: 1,
      change: 'c',
      label: '1',
      status: 'pending',
      byId: user.id,
    },
  });
  await prisma.sampleEmbedding.create({
    data: { sampleId: sample.id, modelVersionId: version.id, vector: bytes },
  });
  return { user, version, prediction, sample };
}

it('is what the migrations make: every model can be written, read and joined', async () => {
  const { user, version, prediction, sample } = await writeAll();
  const person = await prisma.user.findUniqueOrThrow({
    where: { id: user.id },
    include: {
      sessions: true,
      accounts: true,
      predictions: true,
      corrections: true,
      samples: true,
      revisions: true,
      keys: true,
      audited: true,
    },
  });
  for (const rows of [
    person.sessions,
    person.accounts,
    person.predictions,
    person.corrections,
    person.samples,
    person.revisions,
    person.keys,
    person.audited,
  ]) {
    expect(rows).toHaveLength(1);
  }
  const read = await prisma.prediction.findUniqueOrThrow({
    where: { id: prediction.id },
    include: {
      picture: true,
      correction: { include: { sample: { include: { embeddings: true } } } },
    },
  });
  expect(read.candidates).toEqual(json);
  expect([...read.glyph]).toEqual([...bytes]);
  expect([...read.picture!.bytes]).toEqual([...bytes]);
  expect([...read.correction!.sample.embeddings[0]!.vector]).toEqual([...bytes]);
  const stored = await prisma.modelVersion.findUniqueOrThrow({
    where: { id: version.id },
    include: { file: true, service: true, parent: true, children: true },
  });
  expect([...stored.file.bytes!]).toEqual([...bytes]);
  expect(await prisma.verification.count()).toBe(1);
  expect(await prisma.setting.count()).toBe(1);
  expect(await prisma.rateCount.count()).toBe(1);

  // One champion a network.
  const second = {
    id: newId(),
    network: 'digits',
    version: 2,
    origin: 'shipped',
    sha256,
    card: json,
  } as const;
  await expect(
    prisma.modelVersion.create({ data: { ...second, status: 'champion' } }),
  ).rejects.toThrow();
  await prisma.modelVersion.create({ data: { ...second, status: 'candidate' } });

  expect(await prisma.sampleDecision.count({ where: { sample: { id: sample.id } } })).toBe(1);
  expect(await prisma.predictionRollup.count()).toBe(1);

  // A person goes with their predictions, corrections and counts; samples and the log of them stay, nameless.
  await prisma.user.delete({ where: { id: user.id } });
  expect(await prisma.prediction.count()).toBe(0);
  expect(await prisma.correction.count()).toBe(0);
  expect(await prisma.predictionCount.count()).toBe(0);
  expect(await prisma.predictionLatency.count()).toBe(0);
  expect(await prisma.sample.findUniqueOrThrow({ where: { id: sample.id } })).toMatchObject({
    writerId: null,
  });
  expect(await prisma.sampleRevision.findFirstOrThrow()).toMatchObject({ byId: null });
});

it('has an index for every reference, which the deletion of what it names would otherwise look for row by row', async () => {
  const references = await prisma.$queryRaw<{ name: string; indexed: boolean }[]>`
    SELECT conrelid::regclass || '.' || attname AS name, EXISTS (
      SELECT 1 FROM pg_index
      WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indpred IS NULL AND indisvalid
    ) AS indexed
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' ORDER BY 1`;
  expect(references.length).toBeGreaterThan(30);
  expect(references.filter(({ indexed }) => !indexed)).toEqual([]);
});

it('is reached by references of one column, as the rule above takes for granted', async () => {
  const wide = await prisma.$queryRaw<unknown[]>`
    SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1`;
  expect(wide).toEqual([]);
});
