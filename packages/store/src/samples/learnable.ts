import { CHARACTER_LABELS } from '@inkling/recognizer';
import { Prisma } from '../generated/client.js';

/**
 * A condition on rows of `sample`: approved for a network, with a label that a network has a class for. Symbols answer
 * from memory; no network learns them.
 */
export const isLearnable = (network: string): Prisma.Sql => Prisma.sql`(
  sample.network = ${network} AND sample.status = 'approved'
  AND coalesce(sample.reviewer_label, sample.label) = ANY(${[...CHARACTER_LABELS]}::text[]))`;
