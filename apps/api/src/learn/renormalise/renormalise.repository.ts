import { Inject, Injectable } from '@nestjs/common';
import { announceSamples, PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';

/** A corrected picture whose glyph was made by an older normalisation. */
export interface OutdatedPicture {
  readonly predictionId: string;
  readonly bytes: Uint8Array;
}

@Injectable()
export class RenormaliseRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** The newest first: they are what memory is asked for most. */
  outdated(before: number, count: number): Promise<OutdatedPicture[]> {
    return this.prisma.predictionPicture.findMany({
      where: { normalisation: { lt: before }, prediction: { corrected: true } },
      select: { predictionId: true, bytes: true },
      orderBy: { predictionId: 'desc' },
      take: count,
    });
  }

  /**
   * Gives a prediction and its sample another glyph; what was made of the former one goes, and is made anew
   * when it is needed. Other replicas are told with the commit.
   *
   * @param glyph `undefined`: the picture gives none, and the former one stays
   * @returns the sample whose glyph is another one now
   */
  async replace(
    predictionId: string,
    glyph: Uint8Array<ArrayBuffer> | undefined,
    normalisation: number,
  ): Promise<{ readonly id: string; readonly network: Network } | undefined> {
    return this.prisma.$transaction(async (tx) => {
      // As a correction does, so that the two wait for each other; it may be gone meanwhile.
      const [known] = await tx.$queryRaw<{ glyph: Uint8Array }[]>`
        SELECT glyph FROM prediction WHERE id = ${predictionId}::uuid FOR UPDATE`;
      await tx.predictionPicture.updateMany({ where: { predictionId }, data: { normalisation } });
      if (!known || !glyph || Buffer.compare(known.glyph, glyph) === 0) return undefined;
      await tx.prediction.update({ where: { id: predictionId }, data: { glyph } });
      const sample = await tx.sample.findFirst({
        where: { correction: { predictionId } },
        select: { id: true, network: true },
      });
      if (!sample) return undefined;
      const { id, network } = sample;
      await tx.sample.update({ where: { id }, data: { glyph } });
      await tx.sampleEmbedding.deleteMany({ where: { sampleId: id } });
      await tx.sampleReading.deleteMany({ where: { sampleId: id } });
      await announceSamples(tx, [sample], this.replica.value);
      return { id, network: network as Network };
    });
  }
}
