import type {
  CharacterGlyph,
  CharacterSeen,
  Hits,
  LikenessLimits,
  LineDrawing,
  LineQuestion,
  LinesReading,
  MemoryHandle,
  PenQuestion,
  ReadDrawnRow,
  SearchQuestion,
  SecondReader,
  SeenGlyph,
  SequenceOutput,
  SequenceSettings,
  SharedWords,
  Slant,
  TaughtRow,
  WriterHabits,
  WriterLayer,
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
  /** Expected of free text where the file reads lines. */
  readonly sharedWords?: SharedWords | undefined;
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
  /** Absent where it is not known how the pen went, or no network reads that. */
  readonly pen?: PathOfPen | undefined;
}

/** How the pen went, and how that counts beside a version. */
export type PathOfPen = Omit<PenQuestion, 'session'>;

/** The session of the network that reads it. */
export const PEN_SESSION = 'pen';

/** The session of the network that tells what is a character at all; read beside the others where it is loaded. */
export const LIKENESS_SESSION = 'likeness';

/** The language model, heard about free text where it is loaded. */
export const LANGUAGE_MODEL = 'language';

export interface SecondLookJob extends Pick<SecondReader, 'card' | 'task'> {
  readonly versionId: string;
  /** From where on a part of a line counts as a character at all; absent where nobody tells. */
  readonly likenessLimits?: LikenessLimits | undefined;
}

export interface ReadLineJob {
  readonly type: 'line';
  /** Of the network that reads lines. */
  readonly versionId: string;
  readonly drawing: LineDrawing;
  readonly settings: LinesReading;
  readonly question: LineQuestion;
  readonly writer?: WriterHabits | undefined;
  /** Texts wanted at most. */
  readonly top: number;
  /** What each row says, where that is known: characters are found, nothing is read. */
  readonly texts?: readonly string[] | undefined;
  /** Compare how well these fit with what is read. */
  readonly weigh?: boolean;
  /** The network for single characters that looks again where the one for lines is unsure. */
  readonly second?: SecondLookJob | undefined;
  /** Cut out what a network for single characters would see of each. */
  readonly wantsGlyphs: boolean;
}

export interface ReadRows {
  readonly rows: readonly ReadDrawnRow[];
  readonly preprocessMs: number;
}

/** Characters of a line that a network for single ones looks at. */
export interface SeeCharactersJob {
  readonly type: 'characters';
  readonly versionId: string;
  readonly characters: readonly CharacterGlyph[];
  /** Where to look for what is like them. Without it they are to teach, and what tells what is a character at all is asked. */
  readonly search?: MemoryQuestion | undefined;
}

/** What a network for single characters sees in one of a line, and what memory has that is like it. */
export interface SeenCharacter extends CharacterSeen {
  readonly hits: Hits | undefined;
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
  | SeeCharactersJob
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
  line: ReadRows;
  characters: readonly SeenCharacter[];
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
