import type { InkErrorCode, Normalised, Step, Stroke } from '@inkling/ink';

/** What to read. The way from pen to glyph may take long, so the worker goes it too; pictures have processes of their own. */
export type Drawing =
  | { readonly kind: 'ink'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'picture'; readonly normalised: Normalised };

export interface LoadJob {
  readonly type: 'load';
  /** An ONNX file, checked. */
  readonly bytes: Uint8Array;
  readonly versionId: string;
}

export interface ReleaseJob {
  readonly type: 'release';
  readonly versionId: string;
}

export interface RecogniseJob {
  readonly type: 'recognise';
  readonly versionId: string;
  readonly drawing: Drawing;
  readonly explain: boolean;
}

export interface RunJob {
  readonly type: 'run';
  readonly versionId: string;
  /** `[count, …input]`, 0..1. */
  readonly glyphs: Float32Array;
  readonly count: number;
}

/** Answered as soon as a worker has started. */
export interface PingJob {
  readonly type: 'ping';
}

export type Job = LoadJob | ReleaseJob | RecogniseJob | RunJob | PingJob;

export interface Recognised {
  readonly glyph: Float32Array;
  readonly steps: readonly Step[] | undefined;
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  readonly preprocessMs: number;
  readonly modelMs: number;
}

export interface RunOutput {
  readonly logits: Float32Array;
  readonly embeddings: Float32Array;
}

export interface ResultOf {
  load: undefined;
  release: undefined;
  recognise: Recognised;
  run: RunOutput;
  ping: undefined;
}

export interface Request {
  readonly id: number;
  readonly job: Job;
}

export type Reply =
  | { readonly id: number; readonly result: ResultOf[keyof ResultOf] }
  | { readonly id: number; readonly inkError: InkErrorCode }
  | { readonly id: number; readonly failure: string };
