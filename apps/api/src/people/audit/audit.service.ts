import { Injectable } from '@nestjs/common';
import type { auditPageSchema, auditQuerySchema, AuditEntry } from '@inkling/contract';
import type { z } from 'zod';
import { pageCursor } from '../../common/page-cursor.js';
import { AuditRepository, type AuditRecord } from './audit.repository.js';

@Injectable()
export class AuditService {
  constructor(private readonly entries: AuditRepository) {}

  async list({
    cursor,
    limit,
    action,
    person,
    subject,
    from,
    to,
  }: z.output<typeof auditQuerySchema>): Promise<z.output<typeof auditPageSchema>> {
    const filter = {
      action: action?.trim(),
      person: person?.trim(),
      subject: subject?.trim(),
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      before: pageCursor(cursor),
    };
    const records = await this.entries.list(filter, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toEntry),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }
}

const toEntry = (record: AuditRecord): AuditEntry => ({
  id: record.id,
  at: record.at.toISOString(),
  action: record.action,
  by: byOf(record),
  subject: { type: record.subjectType, id: record.subjectId, name: record.subjectName },
  before: record.before,
  after: record.after,
  requestId: record.requestId,
});

const byOf = ({ byId, byName, byEmail, byGuest }: AuditRecord): AuditEntry['by'] =>
  byId === null ? null : { id: byId, name: byName ?? '', email: byGuest === true ? null : byEmail };
