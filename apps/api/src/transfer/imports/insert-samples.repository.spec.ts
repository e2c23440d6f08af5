import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../common/id.js';
import { TestApp } from '../../testing/test-app.js';
import { glyphOf } from '../testing/transfers.js';
import { ImportEndedError, InsertSamplesRepository } from './insert-samples.repository.js';
import type { ImportBatch } from './insert-samples.repository.js';

let app: TestApp;
let inserts: InsertSamplesRepository;

beforeAll(async () => {
  app = await TestApp.start();
  inserts = app.nest.get(InsertSamplesRepository, { strict: false });
});

afterAll(async () => {
  await app.end();
});

/** An import that somebody works on, so that nobody else does. */
async function running(): Promise<string> {
  const { id } = await app.prisma.sampleImport.create({
    data: {
      ...{ id: newId(), status: 'running', format: 'jsonl', task: 'digits' },
      ...{
        mapping: {},
        fileName: 'digits.jsonl',
        fileSize: 1,
        leaseUntil: new Date(Date.now() + 600_000),
      },
    },
  });
  return id;
}

/** Rows behind `after`, each another drawing. */
const batch = (after: number, count: number): ImportBatch => ({
  ...{ after, seen: after + count, refused: [], leftOut: 0 },
  samples: Array.from({ length: count }, (_, at) => ({
    ...{ row: after + at + 1, network: 'digits', task: 'digits', label: '1', given: '1' },
    ...{ reviewerLabel: null, status: 'pending', glyph: glyphOf(after + at), ink: null },
    ...{ createdAt: null, updatedAt: null, remembered: false },
  })),
});

const state = (id: string) => app.prisma.sampleImport.findUniqueOrThrow({ where: { id } });

it('does rows once, though a process that was taken for gone comes back', async () => {
  const id = await running();
  await inserts.insert(id, null, batch(0, 4));
  await inserts.insert(id, null, batch(4, 2));
  await expect(inserts.insert(id, null, batch(0, 4))).rejects.toThrow(ImportEndedError);
  await expect(inserts.insert(id, null, batch(4, 3))).rejects.toThrow(ImportEndedError);
  expect(await state(id)).toMatchObject({ seen: 6, imported: 6, duplicates: 0 });
  expect(await app.prisma.sample.count({ where: { importId: id } })).toBe(6);
});

it('adds a drawing once that two imports bring at the same time', async () => {
  const both = [await running(), await running()];
  const done = await Promise.all(both.map((id) => inserts.insert(id, null, batch(0, 40))));
  expect(done.map(({ samples }) => samples.length).sort((a, b) => a - b)).toEqual([0, 34]);
  expect(await app.prisma.sample.count({ where: { importId: { in: both } } })).toBe(34);
});
