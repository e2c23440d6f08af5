import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gateReportSchema } from '@inkling/contract';
import { matchesStripCheck, sharedWords, stripOfCheck } from '@inkling/recognizer';
import { parseLinesCard } from '@inkling/recognizer/card';
import { requestTraining } from '@inkling/store/training';
import {
  LINE_SETS,
  loadLineSet,
  writeLineSet,
  type LabelledLine,
} from '../../data/labelled-lines.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { MODELS_DIR, Stand } from '../testing/stand.js';

jest.setTimeout(600_000);

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Short ones, of numbers and words: what is tested is the way, not the network. */
const some = (set: (typeof LINE_SETS)[number], count: number) =>
  loadLineSet(MODELS_DIR, set)
    .filter(({ strip }) => strip.width < 100)
    .filter((_, at) => at % 4 === 0)
    .slice(0, count);

const isText = ({ task }: LabelledLine): boolean => task === 'text';

describeWithTensorflow('a whole job of the network for lines', () => {
  let stand: Stand;
  let modelsDir: string;

  beforeAll(async () => {
    stand = await Stand.open();
    modelsDir = await mkdtemp(join(tmpdir(), 'inkling-small-lines-'));
    await mkdir(join(modelsDir, 'lines'));
    for (const set of LINE_SETS) writeLineSet(modelsDir, set, some(set, 24));
  });
  afterAll(async () => {
    await stand.close();
    await rm(modelsDir, { recursive: true, force: true });
  });

  it('should train, judge and register a version, and repeat the same data', async () => {
    await stand.addChampion('lines');
    const writer = await stand.addWriter();
    const lines = some('validation', 46).slice(24);
    const ids: string[] = [];
    for (const line of lines) ids.push(await stand.addLine(writer, line));
    // Somebody else writes some of the same words.
    const [second, words] = [await stand.addWriter(8), lines.filter(isText)];
    for (const [at, line] of words.entries()) {
      const other = words[(at + 1) % words.length]!;
      ids.push(await stand.addLine(second, { ...other, text: line.text }));
    }
    stand.startTrainer(
      { trainLines: program('run-lines-job.ts'), checkTensorflow: program('check-tensorflow.ts') },
      { MODELS_DIR: modelsDir },
    );
    const parameters = { epochs: 1, batchSize: 16, replayRatio: 0.5 };
    const ask = (repeatOfId?: string) =>
      requestTraining(stand.prisma, stand.queue, {
        ...{ network: 'lines', trigger: 'call', parameters, repeatOfId },
      });
    const hasEnded = ({ status }: { status: string }) =>
      status !== 'queued' && status !== 'running';
    const { id } = await ask();
    const job = await stand.jobWhen(id, hasEnded);
    expect(job).toMatchObject({ status: 'completed', failure: null, attempts: 1 });
    expect(job.progress).toMatchObject({ epoch: 1, epochs: 1, etaSeconds: 0 });
    const { train, holdout } = job.snapshot as { train: number; holdout: number };
    expect(train + holdout).toBe(ids.length);
    expect(holdout).toBeGreaterThan(0);
    const report = gateReportSchema.parse(job.gate);
    expect(report).toMatchObject({ network: 'lines', sizes: { gate: 24, holdout } });

    const version = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: job.challengerId! },
      include: { file: true },
    });
    const card = parseLinesCard(JSON.stringify(version.card));
    expect(card.file.sha256).toBe(version.sha256);
    expect(card.training.data[0]).toMatchObject({ samples: train });
    expect(card.evaluations.length).toBeGreaterThan(0);
    const learnt = await stand.prisma.trainingLine.findMany({
      where: { jobId: id, part: 'train' },
    });
    const said = await stand.prisma.lineCorrection.findMany({
      where: {
        id: { in: learnt.map(({ lineCorrectionId }) => lineCorrectionId) },
        line: { task: 'text' },
      },
    });
    expect(card.sharedWords).toEqual(sharedWords(said));
    expect(card.sharedWords!.length).toBeGreaterThan(0);
    const session = await openOrtSequence(version.file.bytes!);
    for (const check of card.selfCheck!) {
      const output = await session.run(stripOfCheck(check));
      expect(matchesStripCheck(check, output, card.characters)).toBe(true);
    }
    await session.release();

    // A line that is deleted is told, and all else is the same.
    await stand.prisma.lineCorrection.delete({ where: { id: ids[0]! } });
    const again = await stand.jobWhen((await ask(id)).id, hasEnded);
    expect(again.status).toBe('completed');
    const repeated = again.snapshot as { train: number; holdout: number; missing: number };
    expect(repeated.missing).toBe(1);
    expect(repeated.train + repeated.holdout).toBe(ids.length - 1);
  });
});
