import type { Prisma } from '@inkling/store';

/** Who started it comes with it. */
export const WITH_STARTER = {
  by: { select: { id: true, name: true, isAnonymous: true } },
} satisfies Prisma.SampleImportInclude;

export type ImportRow = Prisma.SampleImportGetPayload<{ include: typeof WITH_STARTER }>;
