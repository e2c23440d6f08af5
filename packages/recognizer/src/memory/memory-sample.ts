/** A sample as memory sees it: who it serves, and with which class. */
export interface MemorySample {
  readonly id: string;
  /** Counts the sample's changes; an older state never replaces a newer one. */
  readonly revision: number;
  readonly writerId: string | null;
  /** Index of the writer's label in the label space, for their own answers; `null` when it doesn't serve them (rejected). */
  readonly ownClass: number | null;
  /** Index of the reviewed label, for everybody's answers; `null` until it is approved. */
  readonly sharedClass: number | null;
  /** One byte a pixel, 255 is ink. */
  readonly glyph: Uint8Array;
  /** Of length 1, by the version that this memory belongs to. */
  readonly embedding: Float32Array;
  /** Milliseconds since 1970: when the writer said so last. */
  readonly saidAtMs: number;
}

/** A sample as memory gives it back: who looks at it has no use for its embedding. */
export type RememberedSample = Omit<MemorySample, 'embedding'>;

/** Whose it is and what it counts as. */
export type SampleState = Omit<RememberedSample, 'glyph'>;

/** A sample near another one, whoever's it is. */
export interface LookAlike {
  readonly sample: RememberedSample;
  /** What it counts as. */
  readonly classIndex: number;
  readonly similarity: number;
}

export interface MemoryNeighbour {
  readonly sample: RememberedSample;
  readonly classIndex: number;
  readonly similarity: number;
  readonly own: boolean;
}
