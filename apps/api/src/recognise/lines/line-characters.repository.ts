import { withdrawCorrections, type Prisma, type WithdrawnSample } from '@inkling/store';
import { uncount } from '../predictions/uncount.repository.js';

/**
 * Removes what a line's correction taught of single characters: their predictions, corrections and samples.
 * The transaction holds the rollup, see `holdRollup`.
 *
 * @returns the samples, to be taken out of memory
 */
export async function removeCharacters(
  tx: Prisma.TransactionClient,
  work: { readonly lineId: string; readonly writerId: string; readonly from: string },
): Promise<WithdrawnSample[]> {
  const { lineId, writerId, from } = work;
  // In the order of their ids, so that two deletions can't wait for each other.
  const characters = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM prediction WHERE line_id = ${lineId}::uuid ORDER BY id FOR UPDATE`;
  const predictionIds = characters.map(({ id }) => id);
  if (predictionIds.length === 0) return [];
  const samples = await withdrawCorrections(tx, { predictionIds, byId: writerId, from });
  await uncount(tx, predictionIds, writerId);
  await tx.prediction.deleteMany({ where: { id: { in: predictionIds } } });
  return samples;
}
