import type { LineCorrectionRequest, LineTask } from '@inkling/contract';
import { Prisma, type LineCorrection } from '@inkling/store';
import { recordWebhookEvents } from '@inkling/store/webhooks';
import { newId } from '../../common/id.js';
import { isSentBefore } from '../newer-correction.js';
import { approveOfTrusted } from '../review/auto-review.repository.js';

type Transaction = Prisma.TransactionClient;

/** A line that nobody else can correct, review or remove until the transaction ends. */
export interface LockedRow {
  readonly task: LineTask;
  /** How many rows it has. */
  readonly rows: number;
}

/** One correction of a line at a time, and none of a line that is being removed. */
export async function lockLine(
  tx: Transaction,
  { lineId, writerId }: { readonly lineId: string; readonly writerId: string },
): Promise<LockedRow | undefined> {
  const rows = await tx.$queryRaw<LockedRow[]>`
    UPDATE line SET corrected = true
    WHERE id = ${lineId}::uuid AND writer_id = ${writerId}::uuid
    RETURNING task, jsonb_array_length(rows)::int AS rows`;
  return rows[0];
}

interface NewText {
  readonly lineId: string;
  readonly writerId: string;
  readonly text: string;
  /** Approved as it comes, where its writer is trusted. */
  readonly autoReview: boolean;
}

/**
 * Judges a text by the one that there is; who does not say what they knew of replaces whatever that is.
 *
 * @returns the one that there is
 * @throws ProblemError `newer_correction`
 */
export async function refuseOlder(
  tx: Transaction,
  { lineId, text, previous }: Pick<LineCorrectionRequest, 'lineId' | 'text' | 'previous'>,
): Promise<LineCorrection | null> {
  const current = await tx.lineCorrection.findUnique({ where: { lineId } });
  isSentBefore(
    current && { id: current.id, said: current.text, changedAt: current.updatedAt },
    previous && { id: previous.id, said: previous.text },
    { field: 'text', isSame: current?.text === text },
  );
  return current;
}

interface SavedText extends Pick<LineCorrection, 'id' | 'status'> {
  /** What has become of the line's text. */
  readonly change: 'new' | 'replaced' | 'same';
}

/**
 * What a line says, with its revision; of a trusted writer approved. Webhooks are told of what is new.
 *
 * @param earlier the text that there is, see `refuseOlder`
 */
export async function saveText(
  tx: Transaction,
  line: LockedRow,
  given: NewText,
  earlier: LineCorrection | null,
): Promise<Omit<SavedText, 'change'>> {
  const { change, ...saved } = await writeText(tx, given, earlier);
  const { id, status } = await reviewText(tx, line, given, saved);
  if (change !== 'same') {
    const { lineId } = given;
    const replaced = change === 'replaced';
    const kind = 'line' as const;
    const data = { kind, correctionId: id, lineId, task: line.task, status, replaced };
    await recordWebhookEvents(tx, [{ type: 'correction.created', data }]);
  }
  return { id, status };
}

async function reviewText(
  tx: Transaction,
  line: LockedRow,
  given: NewText,
  { id, status, revision }: Pick<LineCorrection, 'id' | 'status' | 'revision'>,
): Promise<Pick<LineCorrection, 'id' | 'status'>> {
  if (!given.autoReview || status !== 'pending') return { id, status };
  const { lineId, writerId, text: written } = given;
  const isApproved = await approveOfTrusted(tx, writerId, {
    ...{ kind: 'line', id, lineId, ...line },
    ...{ written, reviewed: null, status, revision },
  });
  return { id, status: isApproved ? 'approved' : status };
}

/** Another text has to be looked at again; the same once more changes nothing. */
async function writeText(
  tx: Transaction,
  { lineId, writerId, text }: NewText,
  earlier: LineCorrection | null,
): Promise<SavedText & Pick<LineCorrection, 'revision'>> {
  if (earlier?.text === text) return { ...earlier, change: 'same' };
  const saved = earlier
    ? await tx.lineCorrection.update({
        where: { lineId },
        data: {
          ...{ text, reviewerText: null, status: 'pending' },
          ...{ revision: { increment: 1 }, suspicion: null, reasons: Prisma.DbNull },
        },
      })
    : await tx.lineCorrection.create({ data: { id: newId(), lineId, writerId, text } });
  const { id, revision, status } = saved;
  const change = earlier ? 'corrected again' : 'corrected';
  await tx.lineRevision.create({
    data: { lineCorrectionId: id, revision, change, text, status, byId: writerId },
  });
  return { id, revision, status, change: earlier ? 'replaced' : 'new' };
}
