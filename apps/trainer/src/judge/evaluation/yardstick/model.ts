import type { ModelCard, NetworkSession, PenReader, Task } from '@inkling/recognizer';

/** A network to be measured, opened as the API opens it. */
export interface Measurable {
  /** What it is called in tables: the folder. */
  readonly name: string;
  readonly onnx: Uint8Array;
  readonly card: ModelCard;
  readonly session: NetworkSession;
  /** Asked of ink, as drawings are read; absent: glyphs alone tell. */
  readonly pen?: PenReader | undefined;
}

/** The tasks that a network is measured in. `digits` under `characters`: nothing else may answer. */
export const tasksOf = ({ card }: Pick<Measurable, 'card'>): readonly Task[] =>
  card.network === 'digits' ? ['digits'] : ['digits', 'letters', 'characters'];
