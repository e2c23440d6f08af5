import type { Network } from '@inkling/recognizer';

/** Whoever uses this device: its memory is of one person at a time. */
export const OWNER = 'owner';

/** What was said of a drawing, as it lies on this device. */
export interface DeviceSample {
  /** The server's id, or one of the answer's where it was said here. */
  readonly id: string;
  /** The answer: of a drawing, or of the line that has the character. `null` where the server does not say. */
  readonly predictionId: string | null;
  /** Whose answer was corrected. */
  readonly network: Network;
  /** The class, or the symbol. */
  readonly label: string;
  /** 784 bytes, 255 is ink. */
  readonly glyph: Uint8Array;
  readonly revision: number;
  readonly saidAtMs: number;
  /** Whether the server has it. */
  readonly sent: boolean;
  /** By the version that made them, of length 1. */
  readonly embeddings: Readonly<Record<string, Float32Array>>;
}

/**
 * What memory should hold after the server told what it knows: its samples, and those said here that it doesn't have yet, which
 * stand for whatever it has of their drawings.
 *
 * @param known what lies here
 * @param told by the server, of one network's memory
 * @param isOfIt whether a sample belongs to that memory
 * @param isWaiting whether what was said of an answer is still to be sent
 */
export function merged(
  known: readonly DeviceSample[],
  told: readonly DeviceSample[],
  isOfIt: (sample: DeviceSample) => boolean,
  isWaiting: (answerId: string) => boolean,
): { readonly put: DeviceSample[]; readonly removed: string[] } {
  const stays = ({ sent, predictionId }: DeviceSample): boolean =>
    !sent && isWaiting(predictionId!);
  const saidAnew = new Set(known.filter(stays).map(({ predictionId }) => predictionId));
  const valid = told.filter(({ predictionId }) => !saidAnew.has(predictionId));
  const before = new Map(known.map((sample) => [sample.id, sample]));
  // What was embedded already need not be again.
  const put = valid
    .filter((sample) => !isSame(before.get(sample.id), sample))
    .map((sample) => ({ ...sample, embeddings: before.get(sample.id)?.embeddings ?? {} }));
  const ids = new Set(valid.map(({ id }) => id));
  const removed = known.filter((sample) => isOfIt(sample) && !ids.has(sample.id) && !stays(sample));
  return { put, removed: removed.map(({ id }) => id) };
}

const isSame = (a: DeviceSample | undefined, b: DeviceSample): boolean =>
  a?.revision === b.revision &&
  a.saidAtMs === b.saidAtMs &&
  a.label === b.label &&
  a.predictionId === b.predictionId;
