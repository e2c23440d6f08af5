import type { Normalised } from '@inkling/ink';
import type { LineRow } from '@inkling/recognizer';
import type { KeptPicture } from './kept-picture.js';

export interface ReadOptions {
  /** Return each stage as a picture. */
  readonly explain: boolean;
  /** Encode the picture as it is kept. */
  readonly keep: boolean;
  /** Find rows of characters instead of one character. */
  readonly rows?: boolean;
}

export interface ReadPicture extends Normalised {
  readonly kept: KeptPicture | null;
  /** From the top, where they were asked for; the glyph is empty then. */
  readonly rows?: readonly LineRow[];
}
