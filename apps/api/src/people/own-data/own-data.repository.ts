import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

/** Better Auth's name for accounts with a password. */
const WITH_PASSWORD = 'credential';

export interface OwnAccountRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isGuest: boolean;
  readonly role: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly passwordHash: string | undefined;
  /** Ids of providers. */
  readonly providers: readonly string[];
}

const PAGE = 100;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** By its file it is known in another installation. */
const MODEL = { select: { network: true, version: true, sha256: true } } as const;

const predictionColumns = {
  id: true,
  task: true,
  alphabetId: true,
  network: true,
  inputKind: true,
  ink: true,
  glyph: true,
  label: true,
  probability: true,
  certainty: true,
  decidedBy: true,
  candidates: true,
  options: true,
  timings: true,
  lineId: true,
  lineAt: true,
  createdAt: true,
  answeredBy: true,
  modelVersion: MODEL,
  picture: {
    select: { mediaType: true, width: true, height: true, bytes: true, normalisation: true },
  },
  correction: {
    select: {
      id: true,
      label: true,
      given: true,
      createdAt: true,
      updatedAt: true,
      sampleId: true,
    },
  },
} satisfies Prisma.PredictionSelect;

export type ExportedPrediction = Prisma.PredictionGetPayload<{ select: typeof predictionColumns }>;

const lineColumns = {
  id: true,
  task: true,
  inputKind: true,
  ink: true,
  strips: true,
  rows: true,
  text: true,
  probability: true,
  certain: true,
  alternatives: true,
  characters: true,
  options: true,
  timings: true,
  createdAt: true,
  answeredBy: true,
  modelVersion: MODEL,
  correction: {
    select: {
      id: true,
      text: true,
      reviewerText: true,
      status: true,
      revision: true,
      createdAt: true,
      updatedAt: true,
      revisions: {
        select: {
          revision: true,
          change: true,
          text: true,
          reviewerText: true,
          status: true,
          byId: true,
          note: true,
          createdAt: true,
        },
        orderBy: { revision: 'asc' },
      },
    },
  },
} satisfies Prisma.LineSelect;

export type ExportedLine = Prisma.LineGetPayload<{ select: typeof lineColumns }>;

const sampleColumns = {
  id: true,
  task: true,
  network: true,
  glyph: true,
  ink: true,
  label: true,
  given: true,
  reviewerLabel: true,
  status: true,
  insisted: true,
  revision: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.SampleSelect;

export type ExportedSample = Prisma.SampleGetPayload<{ select: typeof sampleColumns }>;

@Injectable()
export class OwnDataRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async getAccount(id: string): Promise<OwnAccountRecord | undefined> {
    const user = await this.prisma.user.findUnique({
      where: { id },
      select: {
        id: true,
        name: true,
        email: true,
        isAnonymous: true,
        role: true,
        createdAt: true,
        lastSeenAt: true,
        accounts: { select: { providerId: true, password: true } },
      },
    });
    if (!user) return undefined;
    const { accounts, isAnonymous, ...rest } = user;
    const own = accounts.find(({ providerId }) => providerId === WITH_PASSWORD);
    return {
      ...rest,
      isGuest: isAnonymous === true,
      passwordHash: own?.password ?? undefined,
      providers: accounts
        .map(({ providerId }) => providerId)
        .filter((providerId) => providerId !== WITH_PASSWORD),
    };
  }

  async rename(id: string, name: string): Promise<void> {
    await this.prisma.user.update({ where: { id }, data: { name } });
  }

  /** Oldest first, page by page: nobody's drawings are held whole. */
  async *readPredictions(writerId: string): AsyncGenerator<ExportedPrediction[]> {
    yield* pages((after) =>
      this.prisma.prediction.findMany({
        where: { writerId, id: { gt: after } },
        select: predictionColumns,
        orderBy: { id: 'asc' },
        take: PAGE,
      }),
    );
  }

  async *readLines(writerId: string): AsyncGenerator<ExportedLine[]> {
    yield* pages((after) =>
      this.prisma.line.findMany({
        where: { writerId, id: { gt: after } },
        select: lineColumns,
        orderBy: { id: 'asc' },
        take: PAGE,
      }),
    );
  }

  async *readSamples(writerId: string): AsyncGenerator<ExportedSample[]> {
    yield* pages((after) =>
      this.prisma.sample.findMany({
        where: { writerId, id: { gt: after } },
        select: sampleColumns,
        orderBy: { id: 'asc' },
        take: PAGE,
      }),
    );
  }

  /** What became of samples: by oneself or by somebody else, who is not named. */
  async readRevisions(sampleIds: readonly string[]) {
    return this.prisma.sampleRevision.findMany({
      where: { sampleId: { in: [...sampleIds] } },
      select: {
        sampleId: true,
        revision: true,
        change: true,
        label: true,
        reviewerLabel: true,
        status: true,
        byId: true,
        note: true,
        createdAt: true,
      },
      orderBy: [{ sampleId: 'asc' }, { revision: 'asc' }],
    });
  }

  async readSessions(userId: string) {
    return this.prisma.session.findMany({
      where: { userId },
      select: {
        id: true,
        createdAt: true,
        updatedAt: true,
        expiresAt: true,
        ipAddress: true,
        userAgent: true,
      },
      orderBy: { id: 'asc' },
    });
  }

  /** Those that are theirs alone. */
  async readAlphabets(ownerId: string) {
    return this.prisma.alphabet.findMany({
      where: { ownerId },
      select: { id: true, name: true, labels: true, createdAt: true, updatedAt: true },
      orderBy: { id: 'asc' },
    });
  }

  async readKeys(ownerId: string) {
    return this.prisma.apikey.findMany({
      where: { referenceId: ownerId },
      select: {
        id: true,
        name: true,
        start: true,
        createdAt: true,
        expiresAt: true,
        lastRequest: true,
        revokedAt: true,
      },
      orderBy: { id: 'asc' },
    });
  }

  /** What they did that the audit log has. */
  async *readAudit(byId: string) {
    yield* pages((after) =>
      this.prisma.auditEntry.findMany({
        where: { byId, id: { gt: after } },
        select: {
          id: true,
          at: true,
          action: true,
          subjectType: true,
          subjectId: true,
          before: true,
          after: true,
        },
        orderBy: { id: 'asc' },
        take: PAGE,
      }),
    );
  }
}

async function* pages<Row extends { readonly id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const rows = await read(after);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
