import type { LabelSpace } from '../label-space.js';
import { networksThatRemember, type Network } from '../labels.js';
import { isSymbol } from '../symbol.js';
import type { MemorySample } from './memory-sample.js';

/** A sample as it is kept, with its embedding by the version that a memory belongs to. */
export interface KeptSample extends Omit<MemorySample, 'ownClass' | 'sharedClass'> {
  /** Whose prediction was corrected. */
  readonly network: Network;
  /** The writer's. */
  readonly label: string;
  readonly reviewerLabel: string | null;
  readonly status: 'pending' | 'approved' | 'rejected';
  /** Whether its writer corrected it again after it was rejected. */
  readonly insisted: boolean;
}

/** Whether a network remembers a sample: one of its own, or of a symbol that another network's prediction was corrected to. */
export const isRememberedBy = (
  network: Network,
  {
    network: itsOwn,
    label,
    reviewerLabel,
  }: Pick<KeptSample, 'network' | 'label' | 'reviewerLabel'>,
): boolean =>
  itsOwn === network ||
  (networksThatRemember(itsOwn).includes(network) &&
    [label, reviewerLabel ?? label].some(isSymbol));

/**
 * Whom a sample serves. A label that the network has no class for is taught to memory; of a sample that another
 * network's prediction was corrected to, only that.
 *
 * @param labels what memory knows; a new symbol joins
 */
export function toMemory(sample: KeptSample, network: Network, labels: LabelSpace): MemorySample {
  const servesWriter = sample.status !== 'rejected' || sample.insisted;
  const serves = (label: string): number | null =>
    sample.network === network || isSymbol(label) ? labels.teach(label) : null;
  return {
    id: sample.id,
    revision: sample.revision,
    writerId: sample.writerId,
    ownClass: servesWriter ? serves(sample.label) : null,
    sharedClass: sample.status === 'approved' ? serves(sample.reviewerLabel ?? sample.label) : null,
    glyph: sample.glyph,
    embedding: sample.embedding,
    saidAtMs: sample.saidAtMs,
  };
}
