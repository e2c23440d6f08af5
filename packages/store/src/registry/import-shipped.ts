import type { LinesCard, ModelCard } from '@inkling/recognizer';
import type { Prisma, PrismaClient } from '../generated/client.js';
import { PATIENT } from '../patience.js';
import { promoteVersion, SERVICE_LOCK } from './promote-version.js';
import { registerVersion, type RegisteredNetwork } from './register-version.js';
import { storeModelFile } from './store-model-file.js';

/** A base model as it comes with Inkling. */
export interface ShippedModel<C = ModelCard | LinesCard> {
  readonly network: RegisteredNetwork;
  readonly card: C;
  /** Of `bytes`, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type ImportOutcome = 'known' | 'champion' | 'candidate';

/**
 * Adds a shipped base model, unless it is known. It becomes champion when there is none or an older base
 * model; a fine-tuned champion keeps its place, and the base model is a candidate.
 */
export const importShipped = (
  prisma: PrismaClient,
  { network, card, sha256, bytes }: ShippedModel,
): Promise<ImportOutcome> =>
  prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
    if (await tx.modelVersion.findFirst({ where: { network, sha256 } })) return 'known';
    const champion = await championOf(tx, network);
    await storeModelFile(tx, bytes);
    const { id } = await registerVersion(tx, {
      ...{ network, sha256, card, status: 'candidate', origin: 'shipped' },
    });
    if (champion !== null && champion.origin !== 'shipped') return 'candidate';
    await promoteVersion(tx, {
      modelVersionId: id,
      by: 'Inkling',
      reason: champion ? 'a newer base model is shipped' : 'the base model is shipped',
    });
    return 'champion';
  }, PATIENT);

const championOf = (tx: Prisma.TransactionClient, network: RegisteredNetwork) =>
  tx.modelVersion.findFirst({
    where: { network, status: 'champion' },
    select: { origin: true },
  });
