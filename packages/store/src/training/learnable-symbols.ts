import { isSymbol, type TrainedNetwork } from '@inkling/recognizer';
import type { Prisma } from '../generated/client.js';
import { OF_CLASSES, SAID } from '../samples/learnable.js';
import { readTrainingSettings } from './settings.js';

/** A version of `characters` has no more classes beside its own; those with most samples come first. */
const MOST_SYMBOL_CLASSES = 200;

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
