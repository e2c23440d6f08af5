import type { InkInput } from '@inkling/contract';

/** What a row of a file shows of its character. */
export type RowContent =
  /** 784 bytes, 255 is ink: taken as they are. */
  | { readonly kind: 'glyph'; readonly glyph: Uint8Array; readonly ink?: InkInput | undefined }
  | { readonly kind: 'ink'; readonly ink: InkInput }
  /** A picture as a file, PNG or any other that is read. */
  | { readonly kind: 'picture'; readonly file: Uint8Array }
  /** Luma of a picture that is no glyph yet, 0 black to 255 white. */
  | {
      readonly kind: 'grey';
      readonly width: number;
      readonly height: number;
      readonly pixels: Uint8Array;
    };

/** What a line of JSON says of its sample besides its label. */
export interface RowHistory {
  readonly task?: string | undefined;
  readonly status?: 'pending' | 'approved' | 'rejected' | undefined;
  /** The label as its writer gave it. */
  readonly given?: string | undefined;
  readonly reviewerLabel?: string | null | undefined;
  readonly createdAt?: string | undefined;
  readonly updatedAt?: string | undefined;
}

interface Place {
  /** From 1. */
  readonly row: number;
  /** Where that is, such as the path in a zip. */
  readonly place?: string | undefined;
}

export interface LabelledRow extends Place, RowHistory {
  /** As the file has it. */
  readonly label: string;
  readonly content: RowContent;
}

export interface UnreadableRow extends Place {
  readonly refusal: string;
}

export type FileRow = LabelledRow | UnreadableRow;

/** A file whose structure was checked, to be read row by row. */
export interface ImportFile {
  /** Rows, as far as that is known without reading all of it. */
  readonly total: number;
  /** Labels in it, as far as they are known without reading all of it. */
  readonly labels: readonly string[];
  /**
   * @param skip rows to pass over: an earlier process worked them through
   * @throws ImportFileError where the file breaks off or belies its header
   */
  rows(skip: number): AsyncIterable<FileRow>;
  close(): Promise<void>;
}

/** A file can't be imported at all; `message` says what to do about it. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';
}
