import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Comparison, Model } from '@inkling/contract';
import { newId } from '../../common/id.js';
import { changedModel } from '../../testing/changed-model.mjs';
import type { Client } from '../../testing/client.js';
import { drawings } from '../../testing/fixtures.js';
import { modelsFolder } from '../../testing/models-folder.js';
import { registerVersion } from '../../testing/register-version.js';
import { MODELS_DIR, TestApp } from '../../testing/test-app.js';
import { SampleReader } from './sample-reader.service.js';

let app: TestApp;
let reviewer: Client;
let base: Model;
let worse: { id: string; version: number };
/** Versions are compared by the glyphs of samples, as the gate compares them: here nothing else answers, either. */
let models: string;

const digits = drawings.filter(({ label }) => /\d/.test(label));

beforeAll(async () => {
  models = await modelsFolder('digits', 'characters', 'likeness');
  app = await TestApp.start({ MODELS_DIR: models });
  reviewer = await app.reviewer();
  const page = await reviewer.call<{ items: Model[] }>('GET', '/api/models?network=digits');
  base = page.body.items[0]!;
  const shipped = await readFile(path.join(MODELS_DIR, 'digits', 'model.onnx'));
  const bytes = Uint8Array.from(changedModel(shipped, { seed: 5, amount: 1.5 }));
  worse = await registerVersion(app.prisma, { bytes, parentId: base.id });
  const writer = await app.guest();
  for (const { label, strokes } of digits) {
    const { body } = await writer.predict({ task: 'digits', ink: { strokes }, memory: false });
    await writer.correct(body.id, label);
  }
  await app.prisma.sample.updateMany({ data: { status: 'approved' } });
});

afterAll(async () => {
  await app.end();
  await rm(models, { recursive: true });
});

const ask = (a: string, b: string, who = reviewer) =>
  who.call<Comparison>('GET', `/api/models/compare?a=${a}&b=${b}`);

/** Asks until the figures are there. @returns them, and what was told on the way */
async function compare(a: string, b: string): Promise<{ done: Comparison; steps: Comparison[] }> {
  const steps: Comparison[] = [];
  for (;;) {
    const { status, body } = await ask(a, b);
    if (status === 200) return { done: body, steps };
    expect(status).toBe(202);
    steps.push(body);
    await wait(20);
  }
}

describe('GET /api/models/compare', () => {
  it('reads approved samples with both, tells how far it is, and keeps what was read', async () => {
    const { done, steps } = await compare(base.id, worse.id);
    expect(steps[0]).toMatchObject({
      progress: { read: 0, total: 2 * digits.length },
      pictures: null,
      approved: digits.length,
    });
    const reads = steps.map(({ progress }) => progress!.read);
    expect(reads).toEqual([...reads].sort((one, other) => one - other));

    // What the version in service is told to make of them is what it answers without memory.
    const answers = await app.prisma.prediction.findMany({
      include: { correction: true },
      orderBy: { id: 'asc' },
    });
    const readings = await app.prisma.sampleReading.findMany({
      where: { modelVersionId: base.id },
    });
    expect(readings).toHaveLength(answers.length);
    for (const { label, probability, correction } of answers) {
      const reading = readings.find(({ sampleId }) => sampleId === correction!.sampleId)!;
      expect(reading.label).toBe(label);
      expect(reading.probability).toBeCloseTo(probability, 5);
    }

    const { pictures, tables } = done;
    const rightOfBase = answers.filter(({ label, correction }) => label === correction!.label);
    expect(pictures!.bothRight + pictures!.onlyA.count).toBe(rightOfBase.length);
    expect(pictures!.onlyA.count).toBeGreaterThan(0);
    const first = pictures!.onlyA.samples[0]!;
    expect(first.a.label).toBe(first.label);
    expect(first.b.label).not.toBe(first.label);
    expect(first.picture).toMatch(/^data:image\/png;base64,/);
    const table = tables.find(({ source }) => source === 'unlearnt')!;
    expect(table.samples).toBe(digits.length);
    expect(table.a.top1).toBeCloseTo(rightOfBase.length / digits.length, 10);
    expect(table.b.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(digits.length);
    // Neither was trained on any: a second table would say the same.
    expect(tables.filter(({ source }) => source === 'approved')).toEqual([]);

    expect((await ask(worse.id, base.id)).status).toBe(200);
  });

  it('tells what was learnt from apart, also through the lineage', async () => {
    const child = await registerVersion(app.prisma, { seed: 7, parentId: worse.id });
    const samples = await app.prisma.sample.findMany({ orderBy: { id: 'asc' } });
    const jobId = newId();
    await app.prisma.trainingJob.create({
      data: {
        id: jobId,
        network: 'digits',
        status: 'completed',
        trigger: 'call',
        parameters: {},
        challengerId: worse.id,
        samples: {
          create: samples.map(({ id, label }, at) => ({
            sampleId: id,
            revision: 1,
            label,
            part: at < 10 ? ('holdout' as const) : ('train' as const),
          })),
        },
      },
    });
    const { done } = await compare(base.id, child.id);
    const sizes = done.tables
      .filter(({ source }) => source !== 'card')
      .map(({ source, samples: count }) => [source, count]);
    expect(sizes).toEqual([
      ['unlearnt', 10],
      ['approved', digits.length],
    ]);
    expect(done.pictures).toMatchObject({ samples: digits.length, unlearnt: 10 });
    await app.prisma.trainingJob.delete({ where: { id: jobId } });
  });

  it('reads what is approved later, and shows what a pruned version had read', async () => {
    const old = await registerVersion(app.prisma, { seed: 8, status: 'rejected' });
    await app.prisma.sample.updateMany({ where: { label: '3' }, data: { status: 'pending' } });
    const before = (await compare(base.id, old.id)).done;
    expect(before.approved).toBe(digits.length - 5);
    await app.prisma.sample.updateMany({ where: { label: '3' }, data: { status: 'approved' } });
    const { sha256 } = await app.prisma.modelVersion.findUniqueOrThrow({ where: { id: old.id } });
    await app.prisma.modelFile.update({
      where: { sha256 },
      data: { bytes: null, prunedAt: new Date() },
    });
    const { done } = await compare(base.id, old.id);
    expect(done.pictures!.samples).toBe(digits.length - 5);
    expect(done.notes).toEqual([
      `Version ${old.version} can't read 5 of the approved samples: its file was removed to save room.`,
    ]);
  });

  it('says so when a file cannot be read, and goes on serving', async () => {
    const broken = await registerVersion(app.prisma, {
      bytes: new Uint8Array(Buffer.from('no model')),
    });
    const { done } = await compare(base.id, broken.id);
    expect(done.pictures).toBeNull();
    expect(done.notes[0]).toMatch(`Version ${broken.version} can't read ${digits.length}`);
    const answer = await app
      .visitor()
      .predict({ task: 'digits', ink: { strokes: digits[0]!.strokes } });
    expect(answer.status).toBe(201);
  });

  it('compares what cards tell of the same glyphs', async () => {
    const evaluation = {
      dataset: 'gate set',
      task: 'digits',
      samples: 10,
      top1: 0.9,
      top3: 1,
      logLoss: 0.1,
      calibrationError: 0.01,
      perClass: [{ label: '1', support: 10, precision: 1, recall: 0.9, f1: 0.947 }],
      confusion: [[9]],
      labels: ['1'],
    };
    const other = {
      ...evaluation,
      top1: 1,
      perClass: [
        { label: '1', support: 10, precision: 1, recall: 1, f1: 1 },
        { label: '7', support: 0, precision: 0, recall: 0, f1: 0 },
      ],
      confusion: [
        [9, 1],
        [0, 0],
      ],
      labels: ['1', '7'],
    };
    const more = { ...evaluation, dataset: 'another', samples: 11 };
    const cards = [
      [evaluation, more],
      [other, { ...more, samples: 12 }],
    ];
    const [a, b] = [
      await registerVersion(app.prisma, { seed: 21, card: { evaluations: cards[0]! } }),
      await registerVersion(app.prisma, { seed: 22, card: { evaluations: cards[1]! } }),
    ];
    const { body } = await ask(a.id, b.id);
    expect(body.tables).toEqual([
      expect.objectContaining({
        source: 'card',
        dataset: 'gate set',
        samples: 10,
        labels: ['1', '7'],
        b: { top1: 1, perClass: other.perClass, confusion: other.confusion },
      }),
    ]);
    expect(body.tables[0]!.a.confusion).toEqual([
      [9, 0],
      [0, 0],
    ]);
    expect(body.tables[0]!.a.perClass[1]).toMatchObject({ label: '7', support: 0 });
  });

  it('is for reviewers, and compares two versions of one network', async () => {
    expect((await ask(base.id, worse.id, await app.guest())).status).toBe(403);
    expect((await ask(base.id, worse.id, app.visitor())).status).toBe(401);
    expect((await ask(base.id, newId())).status).toBe(404);
    expect((await ask(base.id, base.id)).status).toBe(422);
    const { id } = await app.prisma.modelVersion.findFirstOrThrow({
      where: { network: 'characters' },
    });
    const refused = await reviewer.problem('GET', `/api/models/compare?a=${base.id}&b=${id}`);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/b' }] } });
  });

  it('ends its thread when it has read everything', async () => {
    const reader = app.nest.get(SampleReader, { strict: false });
    for (let tries = 0; reader.isBusy && tries < 1000; tries++) await wait(20);
    expect(reader.isBusy).toBe(false);
  });
});
