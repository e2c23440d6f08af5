import type { Model, modelDetailSchema } from '@inkling/contract';
import type { z } from 'zod';
import type { ModelRecord } from '../recognise/registry/model-version.js';

/** As lists show it. */
export const toModel = (record: ModelRecord): Model => ({
  id: record.id,
  network: record.network,
  version: record.version,
  status: record.status,
  parentId: record.parentId,
  origin: record.origin,
  sha256: record.sha256,
  bytes: record.bytes,
  pruned: record.pruned,
  metrics: record.card.evaluations.map(({ dataset, task, samples, top1, top3 }) => ({
    dataset,
    task,
    samples,
    top1,
    top3,
  })),
  createdAt: record.createdAt.toISOString(),
  service: record.service.map((period) => ({
    from: period.from.toISOString(),
    to: period.to?.toISOString() ?? null,
    by: period.by,
    reason: period.reason,
  })),
});

/** With card and gate. */
export const toModelDetail = (record: ModelRecord): z.input<typeof modelDetailSchema> => {
  const { card, trainingJobId, fingerprint, gate } = record;
  return { ...toModel(record), card, trainingJobId, fingerprint, gate };
};
