import {
  MOST_LEARNT,
  type TrainingJob,
  type TrainingParameters,
  type TrainingPhase,
  type TrainingPreview,
} from '@inkling/contract';
import { LINES_NETWORK } from '@inkling/recognizer';
import { counted } from '../../shared/words';
import { sampleWord } from './network-words';

/** How a job stands, in a word or two, and the colour that goes with it. */
export interface JobState {
  readonly words: string;
  readonly tone: 'busy' | 'good' | 'wait' | 'bad' | 'plain';
}

export function stateOf({
  status,
  verdict,
  cancelRequestedAt,
  waitingFor,
}: Pick<TrainingJob, 'status' | 'verdict' | 'cancelRequestedAt' | 'waitingFor'>): JobState {
  if (status === 'running') {
    if (cancelRequestedAt) return { words: 'being cancelled', tone: 'wait' };
    return waitingFor ? { words: 'interrupted', tone: 'wait' } : { words: 'running', tone: 'busy' };
  }
  if (status === 'queued') return { words: 'waiting', tone: 'wait' };
  if (status === 'failed') return { words: 'failed', tone: 'bad' };
  if (status === 'cancelled') return { words: 'cancelled', tone: 'plain' };
  if (verdict === 'promoted') return { words: 'promoted', tone: 'good' };
  if (verdict === 'kept') return { words: 'passed, not promoted', tone: 'wait' };
  return { words: 'failed the gate', tone: 'bad' };
}

export const isOpen = ({ status }: Pick<TrainingJob, 'status'>): boolean =>
  status === 'queued' || status === 'running';

/** What a job does in each phase, as it is told while it lasts. */
export const PHASE_WORDS: Readonly<Record<TrainingPhase, { name: string; now: string }>> = {
  snapshot: { name: 'Samples', now: 'Reading the approved samples' },
  training: { name: 'Training', now: 'Training' },
  exporting: { name: 'Export', now: 'Writing the model file' },
  gate: { name: 'Gate', now: 'The gate tests both versions' },
  embedding: { name: 'Memory', now: 'Embedding the memory for the new version' },
  promoting: { name: 'Promotion', now: 'Promoting it on every server' },
};

export const TRIGGER_WORDS: Readonly<Record<TrainingJob['trigger'], string>> = {
  call: 'started on request',
  threshold: 'started by the approval threshold',
  schedule: 'started by the schedule',
};

/** "40 s", "3 min", "1 h 5 min": as exact as it is worth. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** How long a job took, or has taken so far; `null` for one that never began. */
export function tookSeconds(
  { startedAt, finishedAt }: Pick<TrainingJob, 'startedAt' | 'finishedAt'>,
  nowMs: number,
): number | null {
  if (startedAt === null) return null;
  const end = finishedAt === null ? nowMs : Date.parse(finishedAt);
  return Math.max(0, (end - Date.parse(startedAt)) / 1000);
}

/** How fast a training goes and how long it still takes; nothing while nobody works on it: what was true then is not now. */
export function paceWords({
  network,
  progress,
  waitingFor,
}: Pick<TrainingJob, 'network' | 'progress' | 'waitingFor'>): {
  readonly pace: string;
  readonly left: string;
} | null {
  if (progress === null || waitingFor !== null) return null;
  const { samplesPerSecond, etaSeconds } = progress;
  return {
    pace: `${Math.round(samplesPerSecond).toLocaleString('en')} ${sampleWord(network)}s/s`,
    left:
      etaSeconds === null
        ? 'estimating the time left…'
        : `about ${duration(etaSeconds)} of training left`,
  };
}

/** What a job would use. */
export function materialWords({
  network,
  approved,
  train,
  holdout,
  leftOut,
}: {
  readonly network: string;
  readonly approved: number;
  readonly train: number;
  readonly holdout: number;
  readonly leftOut: number;
}): string {
  const what = `approved ${sampleWord(network)}`;
  if (approved === 0) return `No ${what}s yet.`;
  const sides = `${train.toLocaleString('en')} to train on, ${holdout.toLocaleString('en')} held out`;
  const rest = leftOut > 0 ? `, ${leftOut.toLocaleString('en')} excluded` : '';
  return `${counted(approved, what)}: ${sides}${rest}.${mostWords(network, approved)}`;
}

function mostWords(network: string, approved: number): string {
  if (network === LINES_NETWORK || approved <= MOST_LEARNT) return '';
  return ` A training uses ${MOST_LEARNT.toLocaleString('en')} at most: corrections first, then imported samples at random.`;
}

/** Symbols that get a class of their own; nothing where there are none. */
export function symbolWords({ symbols }: Pick<TrainingPreview, 'symbols'>): string {
  if (symbols.length === 0) return '';
  const named = symbols.map(({ label, samples }) => `${label} (${samples.toLocaleString('en')})`);
  const own = symbols.length === 1 ? 'a class of its own' : 'classes of their own';
  return `${counted(symbols.length, 'symbol')} will get ${own}: ${named.join(', ')}.`;
}

/** With what a job was trained. */
export function parameterWords({
  epochs,
  learningRate,
  replayRatio,
  batchSize,
  seed,
}: Partial<TrainingParameters>): string {
  return [
    epochs !== undefined && counted(epochs, 'epoch'),
    learningRate !== undefined && `learning rate ${learningRate}`,
    replayRatio !== undefined && `replay ${replayRatio}`,
    batchSize !== undefined && `batches of ${batchSize}`,
    seed !== undefined && `seed ${seed}`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

/** A reason of the history, apart from the job that it names. */
export function splitReason(reason: string): {
  readonly text: string;
  readonly jobId: string | null;
} {
  const named = /^(.*) in training job ([\da-f-]{36})\.$/.exec(reason);
  return named ? { text: `${named[1]}.`, jobId: named[2]! } : { text: reason, jobId: null };
}
