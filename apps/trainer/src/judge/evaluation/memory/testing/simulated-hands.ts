import { maskedLogProbabilities, normaliseRows } from '@inkling/recognizer';
import { createRandom } from '../../../../random.js';
import type { Subject } from '../subject.js';

export const CLASSES = 6;
export const SIZE = 24;
export const EACH = 14;

export interface SimulatedHands {
  readonly hands: number;
  /** Of these hands class 0 is always read as class 1. */
  readonly misread: (hand: number) => boolean;
  /** By how much the network's answer leads, in nats. */
  readonly lead: number;
  /** Whether each hand writes class 3 just as the one before it writes class 2. */
  readonly alike?: boolean;
}

/**
 * Hands whose classes lie close together in the embedding, each hand's in another place, read by a
 * network that takes class 0 of some hands for class 1: what memory is there to mend.
 */
export function simulateHands({ hands, misread, lead, alike = false }: SimulatedHands): Subject {
  const random = createRandom(9);
  const gauss = () => random.next() + random.next() + random.next() - 1.5;
  const allowed = Array.from({ length: CLASSES }, (_, label) => label);
  const centres = Array.from({ length: hands }, () =>
    allowed.map(() => Array.from({ length: SIZE }, gauss)),
  );
  const rows: number[] = [];
  const labels: number[] = [];
  const names: string[] = [];
  const logProbabilities: Float64Array[] = [];
  for (let hand = 0; hand < hands; hand++) {
    for (const label of allowed) {
      const before = centres[(hand + hands - 1) % hands]!;
      const centre = alike && label === 3 ? before[2]! : centres[hand]![label]!;
      for (let sample = 0; sample < EACH; sample++) {
        rows.push(...centre.map((value) => value + 0.15 * gauss()));
        labels.push(label);
        names.push(`hand${hand}`);
        const read = label === 0 && misread(hand) ? 1 : label;
        const logits = allowed.map((at) => (at === read ? lead : 0));
        logProbabilities.push(maskedLogProbabilities(logits, 1, allowed));
      }
    }
  }
  return {
    task: 'digits',
    count: labels.length,
    size: SIZE,
    embeddings: normaliseRows(Float32Array.from(rows), SIZE),
    logProbabilities,
    labels: Uint8Array.from(labels),
    hands: names,
    allowed,
  };
}
