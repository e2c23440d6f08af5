import { trainingParametersSchema } from '@inkling/contract';
import { GLYPH_PIXELS } from '@inkling/ink';
import type { Part } from '@inkling/store/training';
import { labelsOfNetwork, type Network } from '@inkling/recognizer';
import { DEFAULT_PARAMETERS } from '../learn/fine-tuning/default-parameters.js';
import { readJobResult, writeJobInput, type JobInput } from './job/job-folder.js';
import { runChild } from './job/run-child.js';
import { takeSnapshot, type Snapshot } from './snapshot/take-snapshot.js';
import type { TrainerContext } from './context.js';
import { UnrecoverableError } from './errors.js';
import type { JobLedger } from './job-ledger.js';
import { readBase, readVersion } from './models.js';
import { registerChallenger } from './register-challenger.js';
import { prepareFolder } from './work-folder.js';

/** From the approved samples to a challenger with its gate report, in the registry and in the row. */
export async function trainChallenger(
  context: TrainerContext,
  ledger: JobLedger,
  signal: AbortSignal,
): Promise<void> {
  const { prisma, config, options, logger } = context;
  await ledger.update({ phase: 'snapshot' });
  const network = ledger.job.network as Network;
  const snapshot = await takeSnapshot(prisma, { ...ledger.job, jobId: ledger.job.id, network });
  const counts = countsOf(snapshot);
  const given = trainingParametersSchema.partial().parse(ledger.job.parameters);
  const parameters = { ...DEFAULT_PARAMETERS[network], ...given };
  await ledger.update({
    parentId: snapshot.parentId,
    fingerprint: snapshot.fingerprint,
    snapshot: counts,
    parameters,
  });
  tellSnapshot(ledger, snapshot, counts);

  const { id, attempts } = ledger.job;
  const { folder, resumed } = await prepareFolder(config.dataDir, id, attempts);
  tellAttempt(ledger, resumed);
  const { startFromId } = ledger.job;
  const champion = await readVersion(prisma, snapshot.parentId);
  await writeJobInput(folder, {
    request: {
      jobId: id,
      network,
      parameters,
      modelsDir: config.modelsDir,
      fingerprint: snapshot.fingerprint,
      train: describeSide(snapshot, 'train', network),
      holdout: describeSide(snapshot, 'holdout', network),
    },
    start: startFromId === null ? champion : await readVersion(prisma, startFromId),
    champion,
    base: await readBase(prisma, startFromId ?? snapshot.parentId, config.modelsDir, network),
    train: glyphsOf(snapshot, 'train'),
    holdout: glyphsOf(snapshot, 'holdout'),
  });
  signal.throwIfAborted();

  await runChild({
    program: options.programs.train,
    args: [folder],
    signal,
    onMessage: (message) => {
      if (message.type === 'progress') ledger.progress(message.progress);
      if (message.type === 'log') ledger.log(message.text);
      if (message.type === 'phase') {
        // A row that is lost is noticed by the watch; nothing else may stop the training.
        ledger.update({ phase: message.phase }).catch((err: unknown) => logger.warn({ err }));
      }
    },
    onLine: (line) => logger.debug({ job: id }, line),
  });

  const result = await readJobResult(folder);
  await ledger.transact(async (tx) => {
    const challenger = await registerChallenger(tx, ledger.job, result);
    return { challengerId: challenger.id, gate: result.report };
  });
}

const sideOf = ({ samples }: Snapshot, part: Part) =>
  samples.filter((sample) => sample.part === part);

function countsOf(snapshot: Snapshot) {
  return {
    train: sideOf(snapshot, 'train').length,
    holdout: sideOf(snapshot, 'holdout').length,
    missing: snapshot.missing,
  };
}

function describeSide(
  snapshot: Snapshot,
  part: Part,
  network: Network,
): JobInput['request']['train'] {
  const classes = labelsOfNetwork(network);
  const samples = sideOf(snapshot, part);
  return {
    labels: samples.map(({ label, sampleId }) => {
      const at = classes.indexOf(label);
      if (at >= 0) return at;
      throw new UnrecoverableError(
        `Sample ${sampleId} has the label "${label}", which ${network} lacks.`,
      );
    }),
    groups: samples.map(({ group }) => group),
    tasks: samples.map(({ task }) => task),
  };
}

function glyphsOf(snapshot: Snapshot, part: Part): Uint8Array {
  const samples = sideOf(snapshot, part);
  const bytes = new Uint8Array(samples.length * GLYPH_PIXELS);
  samples.forEach(({ glyph }, at) => bytes.set(glyph, at * GLYPH_PIXELS));
  return bytes;
}

function tellSnapshot(
  ledger: JobLedger,
  { missing, leftOut, fingerprint }: Snapshot,
  { train, holdout }: { train: number; holdout: number },
): void {
  ledger.log(
    `Snapshot ${fingerprint.slice(0, 12)}: ${train} approved samples to train on, ${holdout} kept ` +
      'to measure.',
  );
  if (leftOut > 0) {
    ledger.log(`${leftOut} samples are left out: they are like drawings on both sides.`);
  }
  if (missing > 0) {
    ledger.log(`${missing} samples of the earlier snapshot were deleted since: the data differ.`);
  }
}

function tellAttempt(ledger: JobLedger, resumed: boolean): void {
  if (resumed) ledger.log('The job goes on from the checkpoint of its last complete epoch.');
  else if (ledger.job.attempts > 1) {
    ledger.log(
      'There is no checkpoint of an earlier attempt on this machine: training starts anew.',
    );
  }
}
