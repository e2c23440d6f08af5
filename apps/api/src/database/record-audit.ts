import type { AuditAction } from '@inkling/contract';
import { Prisma } from '@inkling/store';
import { newId } from '../common/id.js';
import { currentRequest } from '../common/request-context.js';

/** What JSON can hold. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One change: who, what, on what. */
export interface Audited {
  /** `null`: the server itself. */
  readonly byId: string | null;
  readonly action: AuditAction;
  readonly subject: { readonly type: string; readonly id: string };
  /** What mattered of the subject, before and after. Never ink, pictures, passwords or keys. */
  readonly before?: Json;
  readonly after?: Json;
  /** Absent: that of the request which is being answered. */
  readonly requestId?: string;
}

/**
 * Writes entries of the audit log, in the transaction of the change itself: there is no change without
 * its entry, and no entry without its change.
 */
export async function recordAudit(
  tx: Prisma.TransactionClient,
  ...entries: readonly Audited[]
): Promise<void> {
  if (entries.length === 0) return;
  await tx.auditEntry.createMany({
    data: entries.map(
      ({ subject, before, after, requestId = currentRequest()?.requestId, ...rest }) => ({
        ...rest,
        id: newId(),
        subjectType: subject.type,
        subjectId: subject.id,
        before: stored(before),
        after: stored(after),
        requestId: requestId ?? null,
      }),
    ),
  });
}

const stored = (value: Json | undefined): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined || value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
