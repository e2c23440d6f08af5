import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gateReportSchema } from '@inkling/contract';
import { glyphFromBytes, glyphFromStrokes, glyphToBytes, type Stroke } from '@inkling/ink';
import { bestClass, CHARACTER_LABELS, matchesSelfCheck, selfCheckGlyph } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { requestTraining } from '@inkling/store/training';
import { openOrtSession } from '../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { withoutSymbolClasses } from '../../onnx/symbol-classes.js';
import { createRandom } from '../../random.js';
import { writeSmallSets } from '../testing/small-sets.js';
import { digitPictures, MODELS_DIR, Stand } from '../testing/stand.js';
import { ownNetwork } from './own-network.js';

jest.setTimeout(600_000);

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const random = createRandom(3);

/** A tick, each one with another slant, width and tremble. */
function tick(): Uint8Array<ArrayBuffer> {
  const [slant, width] = [random.next() - 0.5, 0.7 + 0.6 * random.next()];
  const points = [
    [10, 55],
    [22, 72],
    [35, 90],
    [55, 52],
    [90, 5],
  ];
  const stroke = points.map(([x, y]) => [
    width * x! + slant * (90 - y!) * 0.5 + 5 * random.next(),
    y! + 5 * random.next(),
  ]);
  return Uint8Array.from(glyphToBytes(glyphFromStrokes([stroke] as unknown as Stroke[]).glyph));
}

describeWithTensorflow('a job of symbols alone', () => {
  let stand: Stand;
  let modelsDir: string;

  beforeAll(async () => {
    stand = await Stand.open();
    modelsDir = await mkdtemp(join(tmpdir(), 'inkling-small-sets-'));
    const counts = { replay: 1000, gate: 620, validation: 150 };
    await writeSmallSets(MODELS_DIR, modelsDir, 'characters', counts);
  });
  afterAll(async () => {
    await stand.close();
    await rm(modelsDir, { recursive: true, force: true });
  });

  it('should give one with enough samples a class, and leave the network as it was', async () => {
    const parentId = await stand.addChampion('characters');
    const writer = await stand.addWriter();
    // Whether it was taught among digits or characters.
    for (let at = 0; at < 40; at++) {
      const picture = { label: '✓', glyph: tick() };
      await stand.addSample(writer, picture, 'approved', at % 2 ? 'characters' : 'digits');
    }
    await stand.addSample(writer, { label: '→', glyph: tick() }, 'approved', 'characters');
    stand.startTrainer(
      { train: program('run-job.ts'), checkTensorflow: program('check-tensorflow.ts') },
      { MODELS_DIR: modelsDir },
    );
    const { id } = await requestTraining(stand.prisma, stand.queue, {
      network: 'characters',
      trigger: 'call',
      parameters: {},
    });
    const job = await stand.jobWhen(
      id,
      ({ status }) => status !== 'queued' && status !== 'running',
    );
    expect(job).toMatchObject({ status: 'completed', failure: null });
    const report = gateReportSchema.parse(job.gate);
    const failed = report.rules.filter(({ passed }) => !passed).map(({ sentence }) => sentence);
    expect(failed).toEqual([]);
    expect(report.leftToMemory).toBeUndefined();
    const rule = report.rules.find((one) => one.rule === 'symbols')!;
    expect(rule.figures).toMatchObject({ symbols: '✓', lostToSymbols: 0 });
    expect(rule.figures.samples).toBe((job.snapshot as { holdout: number }).holdout);
    expect(Number(rule.figures.errors)).toBeLessThanOrEqual(Number(rule.figures.memoryErrors));

    const version = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: job.challengerId! },
      include: { file: true, parent: { include: { file: true } } },
    });
    expect([version.status, version.parentId]).toEqual(['champion', parentId]);
    const card = parseModelCard(JSON.stringify(version.card));
    const before = parseModelCard(JSON.stringify(version.parent!.card));
    expect(card.labels).toEqual([...CHARACTER_LABELS, '✓']);
    expect(card.parameters).toBe(before.parameters + card.embeddingSize + 1);
    expect(card.centres!.values.length).toBeGreaterThan(before.centres!.values.length);
    expect(card.evaluations[0]).toMatchObject({ dataset: 'Gate set', samples: 620 });

    const session = await openOrtSession(version.file.bytes!);
    const { logits } = await session.run(glyphFromBytes(tick()), 1);
    expect(card.labels[bestClass(logits)]).toBe('✓');
    for (const check of card.selfCheck!) {
      const { logits: again } = await session.run(selfCheckGlyph(check), 1);
      expect(matchesSelfCheck(check, again)).toBe(true);
    }
    await session.release();

    // Without the class it is the file from before; a later training begins there.
    const shipped = Buffer.from(version.parent!.file.bytes!);
    expect(Buffer.from(withoutSymbolClasses(version.file.bytes!)).equals(shipped)).toBe(true);
    const own = ownNetwork({ onnx: version.file.bytes!, card });
    expect(own.card).toMatchObject({ labels: before.labels, parameters: before.parameters });
    expect(own.card.centres!.values).toHaveLength(before.centres!.values.length);
  });

  it('should train the network on its own classes beside them, and fit the symbol anew', async () => {
    const { id: grownId, card: before } = await stand.prisma.modelVersion.findFirstOrThrow({
      where: { network: 'characters', status: 'champion' },
    });
    expect(parseModelCard(JSON.stringify(before)).labels).toContain('✓');
    const writer = await stand.prisma.user.findFirstOrThrow();
    for (const picture of digitPictures().slice(0, 30)) {
      await stand.addSample(writer.id, picture, 'approved', 'characters');
    }
    const { id } = await requestTraining(stand.prisma, stand.queue, {
      network: 'characters',
      trigger: 'call',
      parameters: { epochs: 1, batchSize: 32, replayRatio: 1 },
    });
    const job = await stand.jobWhen(
      id,
      ({ status }) => status !== 'queued' && status !== 'running',
    );
    expect(job).toMatchObject({ status: 'completed', failure: null, parentId: grownId });
    const report = gateReportSchema.parse(job.gate);
    // Digits kept back are the holdout; the tick's drawings are the rule's own.
    expect(report.sizes.holdout).toBeGreaterThan(0);
    const rule = report.rules.find((one) => one.rule === 'symbols')!;
    expect(Number(rule.figures.samples) + report.sizes.holdout).toBe(
      (job.snapshot as { holdout: number }).holdout,
    );
    expect(rule.figures).toMatchObject({ symbols: '✓', errors: 0, championLost: 0 });
    const { card, file } = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: job.challengerId! },
      include: { file: true },
    });
    expect(parseModelCard(JSON.stringify(card)).labels).toEqual([...CHARACTER_LABELS, '✓']);
    const session = await openOrtSession(file.bytes!);
    const { logits } = await session.run(glyphFromBytes(tick()), 1);
    expect(logits).toHaveLength(CHARACTER_LABELS.length + 1);
    expect(bestClass(logits)).toBe(CHARACTER_LABELS.length);
    await session.release();
  });
});
