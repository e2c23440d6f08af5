import { trainingParametersFor, trainingParametersSchema } from '@inkling/contract';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';
import { Prisma } from '@inkling/store';
import { runChild } from './job/run-child.js';
import type { TrainerContext } from './context.js';
import type { JobLedger } from './job-ledger.js';
import { registerChallenger } from './register-challenger.js';
import { glyphSchool } from './school/glyph-school.js';
import { lineSchool } from './school/line-school.js';
import { sideOf, type School, type Snapshot } from './school/school.js';
import { prepareFolder } from './work-folder.js';

/** From what was approved to a challenger with its gate report, in the registry and in the row. */
export const trainChallenger = (
  context: TrainerContext,
  ledger: JobLedger,
  signal: AbortSignal,
): Promise<void> =>
  ledger.job.network === LINES_NETWORK
    ? train(lineSchool, context, ledger, signal)
    : train(glyphSchool, context, ledger, signal);

async function train<S extends Snapshot>(
  school: School<S>,
  context: TrainerContext,
  ledger: JobLedger,
  signal: AbortSignal,
): Promise<void> {
  const { config, options, logger } = context;
  // How far an earlier attempt came says nothing of this one until it goes on.
  await ledger.update({ phase: 'snapshot', progress: Prisma.DbNull });
  const snapshot = await school.take(context, ledger.job);
  const counts = countsOf(snapshot);
  const given = trainingParametersSchema.partial().parse(ledger.job.parameters);
  const defaults = trainingParametersFor(ledger.job.network as TrainedNetwork, counts.train);
  const parameters = { ...defaults, ...given };
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
  await school.write(context, ledger.job, snapshot, parameters, folder);
  signal.throwIfAborted();

  await runChild({
    program: options.programs[school.program],
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

  const result = await school.readResult(folder);
  await ledger.transact(async (tx) => {
    const challenger = await registerChallenger(tx, ledger.job, result);
    return { challengerId: challenger.id, gate: result.report };
  });
}

const countsOf = ({ samples, missing }: Snapshot) => ({
  train: sideOf(samples, 'train').length,
  holdout: sideOf(samples, 'holdout').length,
  missing,
});

function tellSnapshot(
  ledger: JobLedger,
  { missing, leftOut, beyond = 0, fingerprint, symbols }: Snapshot,
  { train, holdout }: { train: number; holdout: number },
): void {
  ledger.log(
    `Snapshot ${fingerprint.slice(0, 12)}: ${train} approved samples to train on, ${holdout} kept ` +
      'to measure.',
  );
  if (symbols && symbols.length > 0) {
    ledger.log(`Symbols with enough samples for a class of their own: ${symbols.join(' ')}.`);
  }
  if (leftOut > 0) {
    ledger.log(`${leftOut} samples are left out: they are like drawings on both sides.`);
  }
  if (beyond > 0) {
    ledger.log(
      `${beyond} more are approved than a training learns from: those that people corrected came first, ` +
        'imported ones by lot.',
    );
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
