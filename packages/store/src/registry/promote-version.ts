import type { TrainedNetwork } from '@inkling/recognizer';
import { v7 as newId } from 'uuid';
import type { Prisma } from '../generated/client.js';
import { recordWebhookEvents } from '../webhooks/record-events.js';

/** Everybody who changes which version is in service holds this advisory lock. */
export const SERVICE_LOCK = 4_711_002;

/** NOTIFY channel: another version of a network is champion. Payload `{ network, modelVersionId }`. */
export const CHAMPION_CHANNEL = 'inkling_champion';

export interface Promotion {
  readonly modelVersionId: string;
  /** Who, for the history: see `nameInHistory`, or `Inkling` when nobody asked. */
  readonly by: string;
  readonly reason: string;
  /** The champion that the decision was made against; another one by now is a refusal. */
  readonly expectedChampionId?: string;
}

/** Why a version can't be promoted. */
export class PromotionError extends Error {
  override readonly name = 'PromotionError';

  constructor(
    readonly code: 'unknown_version' | 'already_champion' | 'champion_changed' | 'file_pruned',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Makes a version its network's champion: the former one retires, the history gets its entries, and
 * every replica is told with the commit, and so are webhooks. Call it in a transaction.
 *
 * @returns the former champion's id
 * @throws PromotionError
 */
export async function promoteVersion(
  tx: Prisma.TransactionClient,
  { modelVersionId, by, reason, expectedChampionId }: Promotion,
): Promise<string | undefined> {
  // Before anything is read: pruning holds it too.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
  const version = await tx.modelVersion.findUnique({
    where: { id: modelVersionId },
    select: { network: true, version: true, file: { select: { prunedAt: true } } },
  });
  if (!version) throw new PromotionError('unknown_version', 'There is no such model version.');
  const { network } = version;
  const former = await tx.modelVersion.findFirst({
    where: { network, status: 'champion' },
    select: { id: true, version: true },
  });
  if (expectedChampionId !== undefined && former?.id !== expectedChampionId) {
    throw new PromotionError(
      'champion_changed',
      `Another version of ${network} became champion meanwhile.`,
    );
  }
  if (former?.id === modelVersionId) {
    throw new PromotionError(
      'already_champion',
      `${network} ${version.version} is the champion already.`,
    );
  }
  if (version.file.prunedAt) {
    throw new PromotionError(
      'file_pruned',
      `The file of ${network} ${version.version} was removed to save room.`,
    );
  }
  const now = new Date();
  if (former) {
    await tx.modelVersion.update({ where: { id: former.id }, data: { status: 'retired' } });
    await tx.servicePeriod.updateMany({
      where: { modelVersionId: former.id, endedAt: null },
      data: { endedAt: now },
    });
  }
  await tx.modelVersion.update({ where: { id: modelVersionId }, data: { status: 'champion' } });
  await tx.servicePeriod.create({
    data: { id: newId(), modelVersionId, startedAt: now, startedBy: by, reason },
  });
  const news = JSON.stringify({ network, modelVersionId });
  await tx.$executeRaw`SELECT pg_notify(${CHAMPION_CHANNEL}, ${news})`;
  await recordWebhookEvents(tx, [
    {
      type: 'version.in-service',
      data: {
        network: network as TrainedNetwork,
        model: { id: modelVersionId, version: version.version },
        former: former ?? null,
      },
    },
  ]);
  return former?.id;
}
