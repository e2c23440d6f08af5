import type { DatasetPair } from './find-datasets.js';

/** What a thread that reads or writes one file is asked. */
export type Hdf5Job =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'read'; readonly pair: number; readonly from: number; readonly count: number }
  | { readonly kind: 'create'; readonly path: string }
  | { readonly kind: 'append'; readonly glyphs: Uint8Array; readonly count: number }
  | { readonly kind: 'finish'; readonly labels: Uint16Array; readonly names: readonly string[] };

export interface OpenedFile {
  readonly pairs: readonly DatasetPair[];
  /** What the numbers of labels stand for, where the file says so. */
  readonly names: readonly string[] | null;
}

export interface ReadImages {
  /** Numbers, or texts. */
  readonly labels: readonly (number | string)[];
  /** Luma of each picture, one after the other, 0 to 255. */
  readonly pixels: Uint8Array;
}

export interface Hdf5Results {
  readonly open: OpenedFile;
  readonly read: ReadImages;
  readonly create: null;
  readonly append: null;
  readonly finish: null;
}

export interface Hdf5Request {
  readonly id: number;
  readonly job: Hdf5Job;
}

export type Hdf5Reply =
  | { readonly id: number; readonly result: Hdf5Results[Hdf5Job['kind']] }
  /** The file's fault, for a person. */
  | { readonly id: number; readonly fileError: string }
  /** The disk's: the file that is written is not whole. */
  | {
      readonly id: number;
      readonly writeError: { readonly message: string; readonly code: string | undefined };
    }
  | { readonly id: number; readonly failure: string };
