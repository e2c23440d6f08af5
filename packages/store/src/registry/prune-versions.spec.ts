import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { createPrismaClient } from '../client.js';
import type { PrismaClient } from '../generated/client.js';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import { promoteVersion } from './promote-version.js';
import { pruneVersions } from './prune-versions.js';
import { storeModelFile } from './store-model-file.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url, { connections: 3 });
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

let network: string;

beforeEach(() => {
  network = `n-${randomUUID()}`;
});

type Status = 'candidate' | 'rejected' | 'retired';

async function add(
  version: number,
  { status = 'candidate' as Status, text = '', origin = 'trained' as 'trained' | 'shipped' } = {},
): Promise<string> {
  const bytes = Buffer.from(text || `${network} ${version}`);
  const sha256 = await prisma.$transaction((tx) => storeModelFile(tx, bytes));
  const id = newId();
  await prisma.modelVersion.create({
    data: { id, network, version, status, origin, sha256, card: {} },
  });
  return id;
}

const promote = (modelVersionId: string) =>
  prisma.$transaction((tx) => promoteVersion(tx, { modelVersionId, by: 'test', reason: 'test' }));

const kept = async () => {
  const rows = await prisma.modelVersion.findMany({
    where: { network, file: { prunedAt: null } },
    orderBy: { version: 'asc' },
    include: { file: true },
  });
  expect(rows.every(({ file }) => file.bytes !== null)).toBe(true);
  return rows.map(({ version }) => version);
};

/** A sample with embeddings by versions. */
async function embed(...versions: string[]): Promise<void> {
  const sample = await prisma.sample.create({
    data: { id: newId(), network, task: network, glyph: Buffer.alloc(784), label: '1', given: '1' },
  });
  await prisma.sampleEmbedding.createMany({
    data: versions.map((modelVersionId) => ({
      sampleId: sample.id,
      modelVersionId,
      vector: Buffer.alloc(8),
    })),
  });
}

const embedded = async () => {
  const rows = await prisma.sampleEmbedding.findMany({
    where: { modelVersion: { network } },
    include: { modelVersion: true },
  });
  return [...new Set(rows.map(({ modelVersion }) => modelVersion.version))].sort((a, b) => a - b);
};

describe('pruneVersions', () => {
  it('keeps the newest, every champion, the shipped ones and what a job needs', async () => {
    await add(1, { origin: 'shipped' });
    const was = await add(2);
    await add(3);
    const parent = await add(4);
    await add(5, { status: 'rejected' });
    const champion = await add(6);
    for (const version of [7, 8, 9]) await add(version);
    await promote(was);
    await promote(champion);
    await prisma.trainingJob.create({
      data: {
        id: newId(),
        network,
        status: 'running',
        trigger: 'call',
        parameters: {},
        parentId: parent,
      },
    });
    const pruned = await pruneVersions(prisma, network, 2);
    expect(pruned).toMatchObject({ versions: [3, 5, 7] });
    expect(pruned.bytes).toBe(3 * Buffer.byteLength(`${network} 3`));
    expect(await kept()).toEqual([1, 2, 4, 6, 8, 9]);
    // Rows and cards stay, and again there is nothing to do.
    expect(await prisma.modelVersion.count({ where: { network } })).toBe(9);
    expect(await pruneVersions(prisma, network, 2)).toEqual({
      versions: [],
      bytes: 0,
      embeddings: 0,
    });

    await prisma.trainingJob.updateMany({ where: { network }, data: { status: 'completed' } });
    expect((await pruneVersions(prisma, network, 1)).versions).toEqual([4, 8]);
    await expect(promote(parent)).rejects.toMatchObject({ code: 'file_pruned' });
  });

  it('keeps a file that a kept version shares, in another network as well', async () => {
    await add(1, { text: `${network} shared` });
    await add(2);
    await add(3, { text: `${network} shared` });
    const mine = network;
    network = `n-${randomUUID()}`;
    await add(1, { text: `${mine} 2` });
    network = mine;
    expect((await pruneVersions(prisma, network, 1)).versions).toEqual([]);
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('gives a pruned file its bytes back when it is stored again', async () => {
    await add(1, { text: `${network} again` });
    await add(2);
    expect((await pruneVersions(prisma, network, 1)).versions).toEqual([1]);
    await add(3, { text: `${network} again` });
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('removes embeddings that nobody will look up soon', async () => {
    const old = await add(1);
    const former = await add(2);
    const champion = await add(3);
    const refused = await add(4, { status: 'rejected' });
    const candidate = await add(5);
    for (const id of [old, former, champion]) await promote(id);
    await embed(old, former, champion, refused, candidate);
    await embed(old, former, champion, refused, candidate);
    expect((await pruneVersions(prisma, network, 20)).embeddings).toBe(4);
    expect(await embedded()).toEqual([2, 3, 5]);
    // Of a candidate they go with its file.
    await add(6);
    expect(await pruneVersions(prisma, network, 1)).toMatchObject({
      versions: [4, 5],
      embeddings: 2,
    });
    expect(await embedded()).toEqual([2, 3]);
  });

  it('refuses to keep nothing', async () => {
    await expect(pruneVersions(prisma, network, 0)).rejects.toThrow(RangeError);
  });
});
