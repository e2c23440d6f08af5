import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';

export interface AuditFilter {
  /** A whole action, or its part before the dot. */
  readonly action?: string | undefined;
  /** Part of a name or an email address, or an id. */
  readonly person?: string | undefined;
  /** A type or an id. */
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those with a smaller id. */
  readonly before?: string | undefined;
}

export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly action: AuditAction;
  readonly byId: string | null;
  readonly byName: string | null;
  readonly byEmail: string | null;
  readonly byGuest: boolean | null;
  readonly subjectType: string;
  readonly subjectId: string;
  /** What it is called now, where it is a person, a key or a model. */
  readonly subjectName: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string | null;
}

@Injectable()
export class AuditRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Newest first. Names are joined, so that those of deleted people are gone. */
  list(filter: AuditFilter, limit: number): Promise<AuditRecord[]> {
    return this.prisma.$queryRaw<AuditRecord[]>`
      SELECT entry.id, entry.at, entry.action, entry.subject_type AS "subjectType",
        entry.subject_id AS "subjectId", entry.before, entry.after, entry.request_id AS "requestId",
        entry.by_id AS "byId", actor.name AS "byName", actor.email AS "byEmail",
        actor.is_anonymous AS "byGuest",
        CASE entry.subject_type
          WHEN 'user' THEN (SELECT name FROM "user" WHERE id = entry.subject_id::uuid)
          WHEN 'key' THEN (SELECT name FROM apikey WHERE id = entry.subject_id::uuid)
          WHEN 'model' THEN (SELECT network || ' ' || version FROM model_version
            WHERE id = entry.subject_id::uuid)
        END AS "subjectName"
      FROM (SELECT * FROM audit_entry ${where(conditionsOf(filter))} ORDER BY id DESC LIMIT ${limit}) AS entry
      LEFT JOIN "user" AS actor ON actor.id = entry.by_id
      ORDER BY entry.id DESC`;
  }
}

function conditionsOf(filter: AuditFilter): Prisma.Sql[] {
  const { action, person, subject, from, to, before } = filter;
  const conditions: Prisma.Sql[] = [];
  if (before) conditions.push(Prisma.sql`id < ${before}::uuid`);
  if (action) {
    conditions.push(Prisma.sql`(action = ${action} OR starts_with(action, ${`${action}.`}))`);
  }
  if (subject) {
    conditions.push(Prisma.sql`(subject_type = ${subject} OR subject_id = ${subject})`);
  }
  if (from) conditions.push(Prisma.sql`at >= ${from}`);
  if (to) conditions.push(Prisma.sql`at < ${to}`);
  if (person) {
    const text = person.toLowerCase();
    conditions.push(Prisma.sql`by_id IN (
      SELECT id FROM "user" WHERE strpos(lower(name), ${text}) > 0 OR strpos(lower(email), ${text}) > 0
        OR id::text = ${text})`);
  }
  return conditions;
}
