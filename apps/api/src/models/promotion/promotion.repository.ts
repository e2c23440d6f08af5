import { Inject, Injectable } from '@nestjs/common';
import {
  nameInHistory,
  PrismaClient,
  promoteVersion,
  type Promotion,
  PromotionError,
} from '@inkling/store';
import { pauseAutomaticPromotion } from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { recordAudit, type Audited } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';

export { PromotionError };

/** Pruning holds the same lock for as long as it deletes. */
const PATIENT = { timeout: 30_000, maxWait: 10_000 } as const;

@Injectable()
export class PromotionRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** How the history calls a person. */
  async nameOfUser(id: string): Promise<string> {
    const user = await this.prisma.user.findUniqueOrThrow({
      where: { id },
      select: { name: true, email: true },
    });
    return nameInHistory(user);
  }

  /** @throws PromotionError */
  async promote(promotion: Promotion, byId: string): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const formerId = await promoteVersion(tx, promotion);
      await recordAudit(tx, audited('model.promote', promotion, { formerId, byId }));
    }, PATIENT);
  }

  /**
   * Promotion, and with it automatic promotion pauses: what training makes of the same samples would
   * take the place of the version that was just put back.
   *
   * @throws PromotionError
   */
  async rollBack(
    network: TrainedNetwork,
    promotion: Promotion,
    because: string,
    byId: string,
  ): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const formerId = await promoteVersion(tx, promotion);
      await pauseAutomaticPromotion(tx, network, because);
      await recordAudit(tx, audited('model.rollback', promotion, { formerId, byId }));
    }, PATIENT);
  }

  /**
   * The version that was in service before the champion, whose latest time of service began before the
   * champion's. Called twice in a row, rollback therefore goes back and forth again.
   */
  async formerChampionId(network: TrainedNetwork): Promise<string | undefined> {
    const period = await this.prisma.servicePeriod.findFirst({
      where: { endedAt: { not: null }, modelVersion: { network, status: { not: 'champion' } } },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      select: { modelVersionId: true },
    });
    return period?.modelVersionId;
  }
}

/** What was in service, what is, and why. */
const audited = (
  action: Audited['action'],
  { modelVersionId, reason }: Promotion,
  { formerId, byId }: { readonly formerId: string | undefined; readonly byId: string },
): Audited => ({
  byId,
  action,
  subject: { type: 'model', id: modelVersionId },
  before: { championId: formerId ?? null },
  after: { championId: modelVersionId, reason },
});
