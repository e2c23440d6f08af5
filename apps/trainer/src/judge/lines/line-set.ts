import type { Strip } from '@inkling/ink';
import type { LineEvaluation } from '@inkling/recognizer';

/** Lines to be read, and how they are asked for. */
export interface LineSet {
  readonly dataset: string;
  readonly task: LineEvaluation['task'];
  readonly input: LineEvaluation['input'];
  readonly lines: readonly { readonly text: string; readonly strip: Strip | undefined }[];
}
