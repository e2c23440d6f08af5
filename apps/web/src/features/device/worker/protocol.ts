import type { LineResponse, PredictionResponse } from '@inkling/contract';
import type { Stroke } from '@inkling/ink';
import type {
  LeftOut,
  LineQuestion,
  Network,
  ShownLine,
  Task,
  TrainedNetwork,
} from '@inkling/recognizer';

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
  /** Its number on the page: the same one with a further stroke, or for another task. */
  readonly drawing: number;
  /** Only with what lies here: nothing is downloaded for it. */
  readonly onlyKept: boolean;
}

/** A number, a word or a few words. */
export interface ReadLineJob {
  readonly type: 'readLine';
  readonly question: LineQuestion;
  readonly strokes: readonly Stroke[];
  /** How many texts to return. */
  readonly top: number;
  /** See `ReadJob`. */
  readonly onlyKept: boolean;
}

/** Something said of an answer of this device. */
export interface LearnJob {
  readonly type: 'learn';
  readonly answerId: string;
  /** As it was given. */
  readonly label: string;
}

/** What a line says that this device read. */
export interface LearnLineJob {
  readonly type: 'learnLine';
  readonly answerId: string;
  readonly text: string;
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

/** The same for lines. */
export interface PrepareLinesJob {
  readonly type: 'prepareLines';
  readonly task: LineQuestion['task'];
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

export type Job =
  | ReadJob
  | ReadLineJob
  | LearnJob
  | LearnLineJob
  | UnlearnJob
  | PrepareJob
  | PrepareLinesJob
  | RefreshJob
  | ForgetJob
  | StateJob;

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

/** A line's answer as the API gives it, as far as a device can. */
export interface DeviceLineAnswer extends ShownLine, Pick<LineResponse, 'model' | 'timings'> {
  readonly id: string;
}

/** What was learned of an answer. */
export interface Learned {
  /** The class, or the symbol. */
  readonly label: string;
  readonly confirms: boolean;
  /** Own samples of it, where no network has a class for it. */
  readonly symbolSamples?: number | undefined;
}

/** What was learned of a line. */
export interface LearnedLine {
  /** As it is kept. */
  readonly text: string;
  readonly confirms: boolean;
  readonly samples: readonly {
    readonly sampleId: string;
    readonly label: string;
    /** Place in the text, from 0. */
    readonly at: number;
  }[];
  readonly leftOut: readonly {
    readonly label: string;
    readonly at: number;
    readonly reason: LeftOut;
  }[];
}

/** A version that lies on this device. */
export interface KeptVersion {
  readonly network: TrainedNetwork;
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
  readLine: DeviceLineAnswer;
  learn: Learned | undefined;
  learnLine: LearnedLine | undefined;
  unlearn: undefined;
  prepare: undefined;
  prepareLines: undefined;
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
  readonly code:
    | 'away'
    | 'not_taught'
    | 'unknown_label'
    | 'nothing_fits'
    | 'nothing_drawn'
    | 'text'
    | 'ink'
    | 'failed';
  readonly message: string;
}

export type Reply =
  | { readonly id: number; readonly result: ResultOf[keyof ResultOf] }
  | { readonly id: number; readonly failure: Failure };
