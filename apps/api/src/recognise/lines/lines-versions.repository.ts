import { Inject, Injectable } from '@nestjs/common';
import { importShipped, PrismaClient, type ImportOutcome, type ShippedModel } from '@inkling/store';
import { LINES_NETWORK, type LinesCard } from '@inkling/recognizer';
import { linesCardSchema } from '@inkling/recognizer/card';
import { PRISMA } from '../../database/database.module.js';
import type { LinesVersion } from './lines-version.js';

/** Versions of the network for lines in the registry. */
@Injectable()
export class LinesVersionsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async getChampion(): Promise<LinesVersion | undefined> {
    const row = await this.prisma.modelVersion.findFirst({
      where: { network: LINES_NETWORK, status: 'champion' },
      select: { id: true, version: true, sha256: true, card: true },
    });
    return row ? { ...row, card: linesCardSchema.parse(row.card) } : undefined;
  }

  importShipped(shipped: ShippedModel<LinesCard>): Promise<ImportOutcome> {
    return importShipped(this.prisma, shipped);
  }
}
