import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { GLYPH_PIXELS, glyphsFromBytes } from '@inkling/ink';
import { bestClass, matchesSelfCheck, selfCheckGlyph } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { requestTraining } from '@inkling/store/training';
import { gateReportSchema } from '@inkling/contract';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { pathOfHands, pathsOfSet, SHIPPED_SETS } from '../../data/load-set.js';
import { digitPictures, Stand } from '../testing/stand.js';

jest.setTimeout(600_000);

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const pictures = digitPictures();
/** What each of the small sets holds: the digits from 0 to 6. */
const some = pictures.slice(0, 40);

/** Sets of a few pictures each: what is tested is the way, not the network. */
async function writeSmallSets(modelsDir: string): Promise<void> {
  const header = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
    return bytes;
  };
  for (const set of SHIPPED_SETS) {
    const { images, labels } = pathsOfSet(modelsDir, 'digits', set);
    await mkdir(dirname(images), { recursive: true });
    const pixels = some.map(({ glyph }) => Buffer.from(glyph));
    await writeFile(
      images,
      gzipSync(Buffer.concat([header(0x803, some.length, 28, 28), ...pixels])),
    );
    const classes = Buffer.from(some.map(({ label }) => Number(label)));
    await writeFile(labels, gzipSync(Buffer.concat([header(0x801, some.length), classes])));
  }
  // Two hands, which wrote each digit three times, and 6 twice.
  const hands = Buffer.from(some.map((_, at) => at % 2));
  await writeFile(
    pathOfHands(modelsDir, 'digits'),
    gzipSync(Buffer.concat([header(0x801, some.length), hands])),
  );
}

describeWithTensorflow('a whole job', () => {
  let stand: Stand;
  let modelsDir: string;

  beforeAll(async () => {
    stand = await Stand.open();
    modelsDir = await mkdtemp(join(tmpdir(), 'inkling-small-sets-'));
    await writeSmallSets(modelsDir);
  });
  afterAll(async () => {
    await stand.close();
    await rm(modelsDir, { recursive: true, force: true });
  });

  it('should train, judge and register a version that is what its card says', async () => {
    await stand.addChampion();
    const writer = await stand.addWriter();
    for (const picture of pictures.slice(20)) await stand.addSample(writer, picture);
    stand.startTrainer(
      { train: program('run-job.ts'), checkTensorflow: program('check-tensorflow.ts') },
      { MODELS_DIR: modelsDir },
    );
    const { id } = await requestTraining(stand.prisma, stand.queue, {
      network: 'digits',
      trigger: 'call',
      parameters: { epochs: 1, batchSize: 32 },
    });
    const job = await stand.jobWhen(
      id,
      ({ status }) => status !== 'queued' && status !== 'running',
    );
    expect(job).toMatchObject({ status: 'completed', failure: null, attempts: 1 });
    expect(job.progress).toMatchObject({ epoch: 1, epochs: 1, etaSeconds: 0 });
    const report = gateReportSchema.parse(job.gate);
    expect(report.sizes).toMatchObject({ gate: 40, validation: 40 });
    expect(report.sizes.holdout).toBe((job.snapshot as { holdout: number }).holdout);

    const version = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: job.challengerId! },
      include: { file: true, parent: true },
    });
    const card = parseModelCard(JSON.stringify(version.card));
    expect(card.file).toEqual({ sha256: version.sha256, bytes: version.file.bytes!.length });
    expect(version.sha256).not.toBe(version.parent!.sha256);
    expect(version.gate).toEqual(job.gate);
    expect(card.selfCheck!.length).toBeGreaterThan(0);
    const session = await openOrtSession(version.file.bytes!);
    for (const check of card.selfCheck!) {
      const glyph = selfCheckGlyph(check);
      expect(glyph).toHaveLength(GLYPH_PIXELS);
      expect(matchesSelfCheck(check, (await session.run(glyph, 1)).logits)).toBe(true);
    }

    // What the gate counted is what the card tells, class by class.
    expect(card.evaluations.map(({ dataset, task, samples }) => [dataset, task, samples])).toEqual([
      ['Gate set', 'digits', 40],
      ['Validation set', 'digits', 40],
    ]);
    const [onGate] = card.evaluations;
    const { errors } = report.rules.find(({ rule }) => rule === 'gate-set')!.figures;
    expect(onGate!.top1).toBeCloseTo(1 - Number(errors) / 40, 6);
    expect(onGate!.labels).toEqual(expect.arrayContaining(['0', '1', '2', '3', '4', '5', '6']));
    const { logits } = await session.run(glyphsFromBytes(some.map(({ glyph }) => glyph)), 40);
    const answers = some.map((_, at) => String(bestClass(logits.subarray(at * 10, at * 10 + 10))));
    expect(onGate!.confusion).toEqual(
      onGate!.labels.map((right) =>
        onGate!.labels.map(
          (read) =>
            answers.filter((answer, at) => answer === read && some[at]!.label === right).length,
        ),
      ),
    );
    const zeros = some.filter(({ label }) => label === '0').length;
    expect(onGate!.perClass[0]).toMatchObject({ label: '0', support: zeros });

    // Two hands with three samples a digit prove nothing, but memory was tried on them.
    expect(card.memory).toEqual(parseModelCard(JSON.stringify(version.parent!.card)).memory);
    expect(card.memoryTuning).toContain('40 glyphs of 2 validation hands');
    expect(await stand.logOf(id)).toContainEqual(expect.stringContaining("Memory's settings stay"));
    await session.release();
  });
});
