import { Prisma } from '@inkling/store';
import { newId } from '../../common/id.js';
import type { LockedCharacter, LockedLine, Verdict } from './verdict.js';

type Transaction = Prisma.TransactionClient;

/** What each revision says of who changed it, and why. */
export interface Change {
  readonly change: string;
  readonly byId: string | null;
  readonly note: string | null;
  readonly decisionId: string;
}

const columnsOf = (verdicts: readonly Verdict[]) => ({
  statuses: verdicts.map(({ status }) => status),
  reviewed: verdicts.map(({ reviewed }) => reviewed),
});

/** Samples as they are decided, with a revision of each; what a person looked at is remembered. @returns their revisions by the correction's id */
export async function carryOutOnSamples(
  tx: Transaction,
  verdicts: readonly Verdict<LockedCharacter>[],
  change: Change,
): Promise<Map<string, number>> {
  if (verdicts.length === 0) return new Map();
  const { statuses, reviewed } = columnsOf(verdicts);
  const ids = verdicts.map(({ correction }) => correction.sampleId);
  const revised = await tx.$queryRaw<
    Pick<
      Prisma.SampleRevisionGetPayload<object>,
      'sampleId' | 'revision' | 'label' | 'reviewerLabel' | 'status'
    >[]
  >`
    UPDATE sample SET status = new.status::sample_status, reviewer_label = new.label,
      revision = sample.revision + 1, updated_at = now(), remembered = true
    FROM unnest(${ids}::uuid[], ${statuses}::text[], ${reviewed}::text[]) AS new (id, status, label)
    WHERE sample.id = new.id
    RETURNING sample.id::text AS "sampleId", sample.revision, sample.label,
      sample.reviewer_label AS "reviewerLabel", sample.status::text AS status`;
  await tx.sampleRevision.createMany({
    data: revised.map((sample) => ({ ...sample, ...change, id: newId() })),
  });
  const revisions = new Map(revised.map(({ sampleId, revision }) => [sampleId, revision]));
  return new Map(
    verdicts.map(({ correction: { id, sampleId } }) => [id, revisions.get(sampleId)!]),
  );
}

/**
 * The same of lines. How suspicious one is, is found anew where it counts as another text: that of the former
 * one says nothing.
 */
export async function carryOutOnLines(
  tx: Transaction,
  verdicts: readonly Verdict<LockedLine>[],
  change: Change,
): Promise<Map<string, number>> {
  if (verdicts.length === 0) return new Map();
  const { statuses, reviewed } = columnsOf(verdicts);
  const ids = verdicts.map(({ correction }) => correction.id);
  const revised = await tx.$queryRaw<
    Pick<
      Prisma.LineRevisionGetPayload<object>,
      'lineCorrectionId' | 'revision' | 'text' | 'reviewerText' | 'status'
    >[]
  >`
    UPDATE line_correction line SET status = new.status::sample_status, reviewer_text = new.text,
      revision = line.revision + 1, updated_at = now(),
      suspicion = CASE WHEN line.reviewer_text IS NOT DISTINCT FROM new.text THEN line.suspicion END,
      reasons = CASE WHEN line.reviewer_text IS NOT DISTINCT FROM new.text THEN line.reasons END
    FROM unnest(${ids}::uuid[], ${statuses}::text[], ${reviewed}::text[]) AS new (id, status, text)
    WHERE line.id = new.id
    RETURNING line.id::text AS "lineCorrectionId", line.revision, line.text,
      line.reviewer_text AS "reviewerText", line.status::text AS status`;
  await tx.lineRevision.createMany({ data: revised.map((line) => ({ ...line, ...change })) });
  return new Map(revised.map(({ lineCorrectionId, revision }) => [lineCorrectionId, revision]));
}
