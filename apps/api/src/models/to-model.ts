import type { Model, modelDetailSchema } from '@inkling/contract';
import { LINES_NETWORK, type AnyCard } from '@inkling/recognizer';
import type { z } from 'zod';
import type { ModelRecord } from '../recognise/registry/model-version.js';
import { nameOfLineSet } from './name-of-line-set.js';

/**
 * As lists show it.
 *
 * @param isForAll whether anyone may see it: then it does not say who put it into service, and why
 */
export const toModel = (record: ModelRecord, isForAll: boolean): Model => ({
  id: record.id,
  network: record.network,
  version: record.version,
  status: record.status,
  parentId: record.parentId,
  origin: record.origin,
  sha256: record.sha256,
  bytes: record.bytes,
  pruned: record.pruned,
  metrics: metricsOf(record.card),
  createdAt: record.createdAt.toISOString(),
  service: record.service.map((period) => ({
    from: period.from.toISOString(),
    to: period.to?.toISOString() ?? null,
    ...(!isForAll && { by: period.by, reason: period.reason }),
  })),
});

/** With card and gate. */
export const toModelDetail = (
  record: ModelRecord,
  isForAll: boolean,
): z.input<typeof modelDetailSchema> => {
  const { card, trainingJobId, fingerprint, gate } = record;
  return { ...toModel(record, isForAll), card, trainingJobId, fingerprint, gate };
};

/** Each kind of network has metrics of its own. */
function metricsOf(card: AnyCard): Model['metrics'] {
  if (card.network === LINES_NETWORK) {
    return card.evaluations.map(({ task, lines, whole, characterErrorRate, ...of }) => ({
      ...{ dataset: nameOfLineSet(of), task, samples: lines, top1: whole, characterErrorRate },
    }));
  }
  return card.evaluations.map(({ dataset, task, samples, top1, top3 }) => ({
    ...{ dataset, task, samples, top1, top3 },
  }));
}
