import type { PredictionResponse } from '@inkling/contract';
import type { Stroke } from '@inkling/ink';
import type { Network, Task } from '@inkling/recognizer';

/** A set of labels that is the task. */
export interface DeviceAlphabet {
  readonly id: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export interface ReadJob {
  readonly type: 'read';
  readonly task: Task;
  /** The alphabet that is the task; its labels where the page knows them. */
  readonly alphabetId?: string | undefined;
  readonly alphabet?: DeviceAlphabet | undefined;
  readonly strokes: readonly Stroke[];
  /** How many candidates to return. */
  readonly top: number;
  /** The same drawing as before, with a further stroke or another task. */
  readonly again: boolean;
  /** Only with what lies here: nothing is downloaded for it. */
  readonly onlyKept: boolean;
}

/** Something said of an answer of this device. */
export interface LearnJob {
  readonly type: 'learn';
  readonly answerId: string;
  /** As it was given. */
  readonly label: string;
}

export interface UnlearnJob {
  readonly type: 'unlearn';
  readonly answerId: string;
}

/** Makes ready to read with a network: downloads what is missing, and looks for a newer version. */
export interface PrepareJob {
  readonly type: 'prepare';
  readonly network: Network;
}

/** Brings what the writer taught up to date with the server. */
export interface RefreshJob {
  readonly type: 'refresh';
  /** Answers whose labels wait to be sent: what was learned of them stays. */
  readonly waiting: readonly string[];
}

/** Forgets what a person taught, and with `files` the networks too. */
export interface ForgetJob {
  readonly type: 'forget';
  readonly files: boolean;
}

/** What lies on this device. */
export interface StateJob {
  readonly type: 'state';
}

export type Job = ReadJob | LearnJob | UnlearnJob | PrepareJob | RefreshJob | ForgetJob | StateJob;

export interface DeviceNeighbour {
  readonly sampleId: string;
  readonly label: string;
  readonly similarity: number;
  /** 784 bytes. */
  readonly glyph: Uint8Array;
}

/** An answer as the API gives it, as far as a device can; pictures are made of its bytes by the page. */
export interface DeviceAnswer extends Omit<
  PredictionResponse,
  'task' | 'glyph' | 'neighbours' | 'recorded' | 'correctable' | 'steps' | 'saliency'
> {
  /** 784 bytes. */
  readonly glyph: Uint8Array;
  readonly neighbours: readonly DeviceNeighbour[];
}

/** What was learned of an answer. */
export interface Learned {
  /** The class, or the symbol. */
  readonly label: string;
  readonly confirms: boolean;
  /** Own samples of it, where no network has a class for it. */
  readonly symbolSamples?: number | undefined;
}

/** A version that lies on this device. */
export interface KeptVersion {
  readonly network: Network;
  readonly version: number;
  readonly bytes: number;
}

export interface DeviceState {
  readonly versions: readonly KeptVersion[];
  /** Own samples in the memory of this device. */
  readonly samples: number;
}

export interface ResultOf {
  read: DeviceAnswer;
  learn: Learned | undefined;
  unlearn: undefined;
  prepare: undefined;
  refresh: undefined;
  forget: undefined;
  state: DeviceState;
}

export interface Request {
  readonly id: number;
  readonly job: Job;
}

/** Why something failed: by a code where the page has words for it. */
export interface Failure {
  readonly code: 'away' | 'not_taught' | 'unknown_label' | 'ink' | 'failed';
  readonly message: string;
}

export type Reply =
  | { readonly id: number; readonly result: ResultOf[keyof ResultOf] }
  | { readonly id: number; readonly failure: Failure };
