import { bestClass, maskedReading, type ModelCard } from '@inkling/recognizer';
import type { Reading, UnreadSample } from './readings.repository.js';

/**
 * What a version answers without memory: its temperature, and the labels of each sample's task, as for
 * whoever drew it.
 *
 * @param logits `[samples, labels]`
 */
export function readingsOf(
  card: Pick<ModelCard, 'labels' | 'temperature'>,
  samples: readonly Pick<UnreadSample, 'id' | 'task'>[],
  logits: Float32Array,
): (Reading & { readonly sampleId: string })[] {
  const { labels } = card;
  return samples.map(({ id, task }, at) => {
    const row = logits.subarray(at * labels.length, (at + 1) * labels.length);
    const logProbabilities = maskedReading(card, task, row);
    const best = bestClass(logProbabilities);
    return { sampleId: id, label: labels[best]!, probability: Math.exp(logProbabilities[best]!) };
  });
}
