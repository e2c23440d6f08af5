import { CHARACTER_LABELS } from '@inkling/recognizer';
import { Prisma } from '../generated/client.js';

/** The reviewer's label, or else the writer's. */
export const SAID = Prisma.sql`coalesce(sample.reviewer_label, sample.label)`;

/** With a label that is a class of every version. */
export const OF_CLASSES = Prisma.sql`${SAID} = ANY(${[...CHARACTER_LABELS]}::text[])`;

/**
 * A condition on rows of `sample`: approved for a network, with a label that is a class of every version, or one of
 * these symbols, wherever they were taught. Other symbols answer from memory; no network learns them.
 *
 * @param symbols see `learnableSymbols`
 */
export const isLearnable = (network: string, symbols: readonly string[] = []): Prisma.Sql => {
  const ofClasses = Prisma.sql`sample.network = ${network} AND ${OF_CLASSES}`;
  if (symbols.length === 0) return Prisma.sql`(sample.status = 'approved' AND ${ofClasses})`;
  return Prisma.sql`(
    sample.status = 'approved' AND (${ofClasses} OR ${SAID} = ANY(${[...symbols]}::text[])))`;
};

/** How many approved samples a training of the network would choose from. */
export async function countLearnable(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw'>,
  network: string,
  symbols: readonly string[],
): Promise<number> {
  const [{ approved }] = await prisma.$queryRaw<[{ approved: number }]>`
    SELECT count(*)::int AS approved FROM sample WHERE ${isLearnable(network, symbols)}`;
  return approved;
}
