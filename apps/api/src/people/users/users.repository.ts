import { Inject, Injectable } from '@nestjs/common';
import type { Role, Standing } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { recordAudit, type Audited } from '../../database/record-audit.js';
import { announceAccess } from '../auth/access-news.repository.js';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';
import { endHandedOut } from './handed-out.repository.js';
import { keepAnAdmin, lockAdmins } from './last-admin.repository.js';

export interface UserFilter {
  readonly search?: string | undefined;
  readonly role?: Exclude<Standing, 'visitor'> | undefined;
  readonly guests?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Only those with a smaller id. */
  readonly before?: string | undefined;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isGuest: boolean;
  readonly role: string;
  readonly trusted: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly drawings: number;
  readonly corrections: number;
  readonly keys: number;
}

/** What an admin can change of somebody; what is absent stays. */
export interface PersonChange {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
  readonly trusted?: boolean | undefined;
}

/** Somebody as they are while nobody else can change them. */
export interface LockedPerson {
  readonly id: string;
  readonly isGuest: boolean;
  readonly role: string;
  readonly disabled: boolean;
  readonly trusted: boolean;
}

@Injectable()
export class UsersRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Newest first. */
  list(filter: UserFilter, limit: number): Promise<UserRecord[]> {
    return this.read(conditionsOf(filter), limit);
  }

  async get(id: string): Promise<UserRecord | undefined> {
    const [found] = await this.read([Prisma.sql`"user".id = ${id}::uuid`], 1);
    return found;
  }

  /**
   * Changes somebody, and ends their sessions where they are disabled. One change of people at a time.
   *
   * @param judge is given them as they are; what it throws leaves everything as it was
   * @returns false when there is nobody of this id
   * @throws LastAdminError
   */
  change(
    id: string,
    change: PersonChange,
    { byId, judge }: { readonly byId: string; readonly judge: (person: LockedPerson) => void },
  ): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      const before = await lockPerson(tx, id);
      if (!before) return false;
      judge(before);
      const after = { ...before, ...definedOf(change) };
      const isAdmin = before.role === 'admin' && !before.disabled;
      const leaves = isAdmin && (after.role !== 'admin' || after.disabled);
      if (leaves) await keepAnAdmin(tx, id);
      await write(tx, before, after);
      if (leaves) await endHandedOut(tx, id);
      await recordAudit(tx, ...auditsOf(before, after, byId));
      await announceAccess(tx, id);
      return true;
    }, PATIENT);
  }

  private read(conditions: readonly Prisma.Sql[], limit: number): Promise<UserRecord[]> {
    return this.prisma.$queryRaw<UserRecord[]>`
      SELECT "user".id, "user".name, "user".email, coalesce("user".is_anonymous, false) AS "isGuest",
        "user".role, "user".trusted, "user".disabled_at AS "disabledAt",
        "user".created_at AS "createdAt", "user".last_seen_at AS "lastSeenAt",
        ${DRAWINGS} AS drawings, ${CORRECTIONS} AS corrections,
        (SELECT count(*)::int FROM apikey WHERE reference_id = "user".id AND enabled
          AND (expires_at IS NULL OR expires_at > now())) AS keys
      FROM "user" ${where(conditions)} ORDER BY "user".id DESC LIMIT ${limit}`;
  }
}

/** A line is one drawing, however many characters its correction teaches. */
const DRAWINGS = Prisma.sql`
  (SELECT count(*)::int FROM prediction WHERE writer_id = "user".id AND line_id IS NULL)
    + (SELECT count(*)::int FROM line WHERE writer_id = "user".id)`;

const CORRECTIONS = Prisma.sql`
  (SELECT count(*)::int FROM correction JOIN prediction ON prediction.id = prediction_id
    WHERE correction.writer_id = "user".id AND line_id IS NULL)
    + (SELECT count(*)::int FROM line_correction WHERE writer_id = "user".id)`;

/** Some seconds behind other changes of people. */
const PATIENT = { maxWait: 10_000, timeout: 15_000 };

const IS_GUEST = Prisma.sql`coalesce("user".is_anonymous, false)`;

function conditionsOf({ search, role, guests, disabled, before }: UserFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (before !== undefined) conditions.push(Prisma.sql`"user".id < ${before}::uuid`);
  if (role === 'guest') conditions.push(IS_GUEST);
  else if (role !== undefined) {
    conditions.push(Prisma.sql`NOT ${IS_GUEST} AND "user".role = ${role}`);
  }
  if (guests === false) conditions.push(Prisma.sql`NOT ${IS_GUEST}`);
  if (disabled !== undefined) {
    conditions.push(Prisma.sql`("user".disabled_at IS NOT NULL) = ${disabled}`);
  }
  const text = search?.trim().toLowerCase() ?? '';
  if (text !== '') {
    // A guest's address is made up.
    conditions.push(Prisma.sql`(strpos(lower("user".name), ${text}) > 0
      OR (NOT ${IS_GUEST} AND strpos(lower("user".email), ${text}) > 0)
      OR "user".id::text = ${text})`);
  }
  return conditions;
}

async function lockPerson(
  tx: Prisma.TransactionClient,
  id: string,
): Promise<LockedPerson | undefined> {
  const [found] = await tx.$queryRaw<LockedPerson[]>`
    SELECT id, coalesce(is_anonymous, false) AS "isGuest", role, trusted,
      disabled_at IS NOT NULL AS disabled
    FROM "user" WHERE id = ${id}::uuid FOR UPDATE`;
  return found;
}

async function write(
  tx: Prisma.TransactionClient,
  before: LockedPerson,
  { id, role, disabled, trusted }: LockedPerson,
): Promise<void> {
  await tx.user.update({
    where: { id },
    data: {
      role,
      trusted,
      ...(disabled !== before.disabled && { disabledAt: disabled ? new Date() : null }),
    },
  });
  // Keys are asked about with each request; sessions would come back with their owner.
  if (disabled && !before.disabled) await tx.session.deleteMany({ where: { userId: id } });
}

const PARTS = ['role', 'disabled', 'trusted'] as const;

const auditsOf = (before: LockedPerson, after: LockedPerson, byId: string): Audited[] =>
  PARTS.filter((part) => before[part] !== after[part]).map((part) => ({
    byId,
    action: `user.${part}`,
    subject: { type: 'user', id: before.id },
    before: { [part]: before[part] },
    after: { [part]: after[part] },
  }));

const definedOf = ({ role, disabled, trusted }: PersonChange): Partial<LockedPerson> => ({
  ...(role !== undefined && { role }),
  ...(disabled !== undefined && { disabled }),
  ...(trusted !== undefined && { trusted }),
});
