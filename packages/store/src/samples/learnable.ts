import { CHARACTER_LABELS, isSymbol, type TrainedNetwork } from '@inkling/recognizer';
import { Prisma } from '../generated/client.js';
import { readTrainingSettings } from '../training/settings.js';

/** The reviewer's label, or else the writer's. */
const SAID = Prisma.sql`coalesce(sample.reviewer_label, sample.label)`;

const OF_CLASSES = Prisma.sql`${SAID} = ANY(${[...CHARACTER_LABELS]}::text[])`;

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

/** A version of `characters` has no more classes beside its own; those with most samples come first. */
export const MOST_SYMBOL_CLASSES = 200;

export interface LearnableSymbol {
  readonly label: string;
  /** Approved ones, of all networks. */
  readonly samples: number;
}

/**
 * Symbols with enough approved samples for a class of their own, as an admin has set it; most samples first. Only
 * `characters` takes them.
 */
export async function learnableSymbols(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw' | 'setting'>,
  network: TrainedNetwork,
): Promise<LearnableSymbol[]> {
  if (network !== 'characters') return [];
  const { symbolSamples } = await readTrainingSettings(prisma, network);
  const rows = await prisma.$queryRaw<LearnableSymbol[]>`
    SELECT ${SAID} AS label, count(*)::int AS samples
    FROM sample WHERE sample.status = 'approved' AND NOT ${OF_CLASSES}
    GROUP BY 1 HAVING count(*) >= ${symbolSamples} ORDER BY 2 DESC, 1`;
  return rows.filter(({ label }) => isSymbol(label)).slice(0, MOST_SYMBOL_CLASSES);
}
