import type {
  Hits,
  LineQuestion,
  LineRow,
  MemoryHandle,
  LinesCard,
  PlacedCharacter,
  ReadRow,
  SearchQuestion,
  SecondReader,
  SeenGlyph,
  SequenceOutput,
  SequenceSettings,
  Slant,
  WordCounts,
  WriterLayer,
  WeighedText,
} from '@inkling/recognizer';
import type { InkErrorCode, Normalised, Step, Strip, Stroke } from '@inkling/ink';

/** What to read. The way from pen to glyph may take long, so the worker goes it too; pictures have processes of their own. */
export type Drawing =
  | { readonly kind: 'ink'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'picture'; readonly normalised: Normalised };

export interface LoadJob {
  readonly type: 'load';
  /** An ONNX file, or a language model; checked. */
  readonly bytes: Uint8Array;
  readonly versionId: string;
  readonly kind: SessionKind;
}

/** What a file does: read single characters, tell what it looked at, read strips, or tell how probable texts are. */
export type SessionKind = 'glyph' | 'saliency' | 'sequence' | 'language';

export interface ReleaseJob {
  readonly type: 'release';
  readonly versionId: string;
}

/** From now on this thread can search a memory, as one of its readers. */
export interface AttachJob {
  readonly type: 'attach';
  readonly memoryId: number;
  readonly handle: MemoryHandle;
  readonly reader: number;
}

export interface DetachJob {
  readonly type: 'detach';
  readonly memoryId: number;
}

/** Where to look for what is like the glyph, in the same crossing. */
export interface MemoryQuestion {
  readonly memoryId: number;
  readonly question: SearchQuestion;
}

export interface RecogniseJob {
  readonly type: 'recognise';
  readonly versionId: string;
  readonly drawing: Drawing;
  readonly explain: boolean;
  readonly search?: MemoryQuestion | undefined;
}

/** The session of the network that tells what is a character at all; read beside the others where it is loaded. */
export const LIKENESS_SESSION = 'likeness';

/** The language model, heard about free text where it is loaded. */
export const LANGUAGE_MODEL = 'language';

/** What is read of a row. */
export interface ReadLineRow extends Pick<ReadRow, 'texts'>, LineRow {
  readonly characters: readonly PlacedCharacter[];
  /** How well a given text fits; only where that was asked for. */
  readonly weighed?: WeighedText;
  /** What the row would say without the writer's habits, where these may have had a say. */
  readonly alone?: string | undefined;
}

export type LineDrawing =
  | { readonly kind: 'ink'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'rows'; readonly rows: readonly LineRow[] };

/** What a writer's corrected lines tell of them. */
export interface WriterHabits {
  /** How their ink is straightened before text is read; absent: not at all. */
  readonly slant?: Slant | undefined;
  /** What their hand changes of the network. */
  readonly layer?: WriterLayer | undefined;
  /** Words that they said, which come up again in free text. */
  readonly words?: WordCounts;
}

export interface ReadLineJob {
  readonly type: 'line';
  /** Of the network that reads lines. */
  readonly versionId: string;
  readonly drawing: LineDrawing;
  readonly settings: Omit<SequenceSettings, 'language' | 'second'> &
    Pick<LinesCard, 'language' | 'secondLook'>;
  readonly question: LineQuestion;
  readonly writer?: WriterHabits | undefined;
  /** Texts wanted at most. */
  readonly top: number;
  /** What each row says, where that is known: characters are found, nothing is read. */
  readonly texts?: readonly string[] | undefined;
  /** Compare how well these fit with what is read. */
  readonly weigh?: boolean;
  /** The network for single characters that looks again where the one for lines is unsure. */
  readonly second?:
    (Pick<SecondReader, 'card' | 'task'> & { readonly versionId: string }) | undefined;
  /** The network for single characters that looks at each of them, and where it looks for what is like it. */
  readonly characters?:
    { readonly versionId: string; readonly search?: MemoryQuestion | undefined } | undefined;
}

/** What a network for single characters sees in one of a line. */
export interface SeenCharacter {
  readonly row: number;
  readonly at: number;
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  readonly likeness: Float32Array | undefined;
  readonly hits: Hits | undefined;
}

export interface ReadLine {
  readonly rows: readonly ReadLineRow[];
  readonly seen: readonly SeenCharacter[];
  readonly preprocessMs: number;
  readonly modelMs: number;
  readonly memoryMs: number;
}

export interface RunJob {
  readonly type: 'run';
  readonly versionId: string;
  /** `[count, …input]`, 0..1. */
  readonly glyphs: Float32Array;
  readonly count: number;
}

/** What a network looked at in a glyph, for each of some classes. */
export interface SaliencyJob {
  readonly type: 'saliency';
  readonly versionId: string;
  /** 0..1 */
  readonly glyph: Float32Array;
  readonly classes: readonly number[];
}

/** What a network that reads lines says of a strip itself. */
export interface RunStripJob {
  readonly type: 'strip';
  readonly versionId: string;
  readonly strip: Strip;
}

/** A row with what its writer says that it says. */
export interface TaughtRow {
  readonly task: LineQuestion['task'];
  readonly strip: Strip;
  /** Of ink. */
  readonly strokes?: readonly Stroke[];
  readonly text: string;
}

/** Learns a writer's hand from rows of theirs, as they will be read. */
export interface AdaptJob {
  readonly type: 'adapt';
  readonly versionId: string;
  readonly characters: readonly string[];
  readonly rows: readonly TaughtRow[];
  readonly slant?: Slant | undefined;
}

/** How improbable rows of a writer are under a slant, see `lossOfRows`. */
export interface SlantJob {
  readonly type: 'slant';
  readonly versionId: string;
  readonly settings: Pick<SequenceSettings, 'characters' | 'temperature'>;
  readonly rows: readonly TaughtRow[];
  readonly slant: Slant;
}

/** Answered as soon as a worker has started. */
export interface PingJob {
  readonly type: 'ping';
}

export type Job =
  | LoadJob
  | ReleaseJob
  | AttachJob
  | DetachJob
  | RecogniseJob
  | ReadLineJob
  | RunJob
  | SaliencyJob
  | RunStripJob
  | AdaptJob
  | SlantJob
  | PingJob;

export interface Recognised extends SeenGlyph {
  readonly glyph: Float32Array;
  readonly steps: readonly Step[] | undefined;
  /** Absent where no memory was to be searched. */
  readonly hits: Hits | undefined;
  readonly preprocessMs: number;
  readonly modelMs: number;
  readonly memoryMs: number;
}

export interface RunOutput {
  readonly logits: Float32Array;
  readonly embeddings: Float32Array;
}

export interface ResultOf {
  load: undefined;
  release: undefined;
  attach: undefined;
  detach: undefined;
  recognise: Recognised;
  line: ReadLine;
  run: RunOutput;
  /** A heat map for each class; `undefined` for a network whose shape saliency does not know. */
  saliency: Float32Array[] | undefined;
  strip: SequenceOutput;
  adapt: WriterLayer | undefined;
  slant: number;
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
