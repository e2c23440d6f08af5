import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { announceAlphabets } from '../../database/channels.js';
import { PRISMA } from '../../database/database.module.js';
import { recordAudit } from '../../database/record-audit.js';
import { newId } from '../../common/id.js';
import type { AuditAction } from '@inkling/contract';

export interface StoredAlphabet {
  readonly id: string;
  /** `null`: it is shared. */
  readonly ownerId: string | null;
  readonly name: string;
  readonly labels: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What somebody makes of an alphabet; what is absent stays. */
export interface AlphabetData {
  readonly name?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  /** `null`: shared. */
  readonly ownerId?: string | null | undefined;
}

/** Another one has this name. */
export class NameTakenError extends Error {}

/** The writer has as many as one may have. */
export class TooManyError extends Error {}

/** More than a menu can show. */
export const MOST_ALPHABETS = 100;

@Injectable()
export class AlphabetsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** @throws NameTakenError, TooManyError */
  create(data: Required<AlphabetData>, byId: string): Promise<StoredAlphabet> {
    const { name, labels, ownerId } = data;
    return this.changing(async (tx) => {
      const owned = { ownerId: ownerId ?? null };
      if ((await tx.alphabet.count({ where: owned })) >= MOST_ALPHABETS) throw new TooManyError();
      const made = await tx.alphabet.create({
        data: { id: newId(), name: name!, labels: [...labels!], ...owned },
      });
      if (made.ownerId === null) await audit(tx, 'alphabet.share', byId, undefined, made);
      return made;
    });
  }

  /** @returns `undefined` when it is gone. @throws NameTakenError */
  change(id: string, data: AlphabetData, byId: string): Promise<StoredAlphabet | undefined> {
    return this.changing(async (tx) => {
      const before = await lock(tx, id);
      if (!before) return undefined;
      const { name, labels, ownerId } = data;
      const after = await tx.alphabet.update({
        where: { id },
        data: {
          ...(name !== undefined && { name }),
          ...(labels !== undefined && { labels: [...labels] }),
          ...(ownerId !== undefined && { ownerId }),
        },
      });
      const action = auditedChange(before, after);
      if (action) await audit(tx, action, byId, before, after);
      return after;
    });
  }

  remove(id: string, byId: string): Promise<boolean> {
    return this.changing(async (tx) => {
      const before = await lock(tx, id);
      if (!before) return false;
      await tx.alphabet.delete({ where: { id } });
      if (before.ownerId === null) await audit(tx, 'alphabet.delete', byId, before, undefined);
      return true;
    });
  }

  get(id: string): Promise<StoredAlphabet | null> {
    return this.prisma.alphabet.findUnique({ where: { id } });
  }

  /** Those that are shared, and this writer's own, by name. */
  list(writerId: string | null): Promise<StoredAlphabet[]> {
    return this.prisma.alphabet.findMany({
      where: { OR: [{ ownerId: null }, ...(writerId === null ? [] : [{ ownerId: writerId }])] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
  }

  /** Every label of a shared alphabet. */
  async sharedLabels(): Promise<string[]> {
    const shared = await this.prisma.alphabet.findMany({
      where: { ownerId: null },
      select: { labels: true },
    });
    return [...new Set(shared.flatMap(({ labels }) => labels))];
  }

  /** In one transaction, of which every replica hears. */
  private async changing<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    try {
      return await this.prisma.$transaction(async (tx) => {
        const result = await work(tx);
        await announceAlphabets(tx);
        return result;
      });
    } catch (error) {
      if (isNameTaken(error)) throw new NameTakenError(undefined, { cause: error });
      throw error;
    }
  }
}

async function lock(tx: Prisma.TransactionClient, id: string): Promise<StoredAlphabet | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM alphabet WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.alphabet.findUnique({ where: { id } });
}

/** What is one's own is nobody else's business. */
function auditedChange(before: StoredAlphabet, after: StoredAlphabet): AuditAction | undefined {
  const [was, is] = [before.ownerId === null, after.ownerId === null];
  if (was && is) return 'alphabet.change';
  if (is) return 'alphabet.share';
  return was ? 'alphabet.unshare' : undefined;
}

const told = (alphabet: StoredAlphabet | undefined) =>
  alphabet && { name: alphabet.name, labels: alphabet.labels.join(' ') };

async function audit(
  tx: Prisma.TransactionClient,
  action: AuditAction,
  byId: string,
  before: StoredAlphabet | undefined,
  after: StoredAlphabet | undefined,
): Promise<void> {
  const subject = { type: 'alphabet', id: (after ?? before)!.id };
  await recordAudit(tx, {
    ...{ byId, action, subject },
    ...(before && { before: told(before)! }),
    ...(after && { after: told(after)! }),
  });
}

const isNameTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
