import { newId, type PrismaClient } from '@inkling/store';

/** A prediction as it might have been, with what somebody said of it. */
export interface Drawn {
  readonly at: string;
  readonly modelVersionId: string;
  readonly network?: 'digits' | 'characters';
  readonly writerId?: string | null;
  readonly label?: string;
  readonly probability?: number;
  readonly byMemory?: boolean;
  readonly bySample?: string;
  readonly totalMs?: number;
  readonly said?: {
    readonly label: string;
    readonly status?: 'pending' | 'approved' | 'rejected';
    readonly reviewerLabel?: string;
  };
}

export interface DrawnIds {
  readonly predictionId: string;
  readonly correctionId: string | null;
  readonly sampleId: string | null;
}

const GLYPH = new Uint8Array(784);

/** Writes it as the API would have. Without a writer nobody can have said anything. */
export async function putDrawn(prisma: PrismaClient, drawn: Drawn): Promise<DrawnIds> {
  const { at, modelVersionId, network = 'digits', writerId = null, label = '7' } = drawn;
  const { probability = 0.9, byMemory = false, bySample, totalMs = 10, said } = drawn;
  const predictionId = newId();
  await prisma.prediction.create({
    data: {
      ...{ id: predictionId, writerId, network, task: network, modelVersionId, label, probability },
      inputKind: 'ink',
      glyph: GLYPH,
      certainty: 'sure',
      decidedBy: byMemory ? 'memory' : 'model',
      decidedBySampleId: bySample ?? null,
      candidates: [],
      options: {},
      timings: { total: totalMs },
      corrected: said !== undefined,
      createdAt: new Date(at),
    },
  });
  if (!said || writerId === null) return { predictionId, correctionId: null, sampleId: null };
  const [sampleId, correctionId] = [newId(), newId()];
  const spoken = { label: said.label, given: said.label, writerId };
  await prisma.sample.create({
    data: {
      ...{ ...spoken, id: sampleId, network, task: network, glyph: GLYPH },
      status: said.status ?? 'pending',
      reviewerLabel: said.reviewerLabel ?? null,
    },
  });
  await prisma.correction.create({ data: { ...spoken, id: correctionId, predictionId, sampleId } });
  return { predictionId, correctionId, sampleId };
}

/** Empties the counts: everything is counted from its rows again. */
export async function forgetCounts(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`TRUNCATE prediction_count, prediction_latency, sample_decision`;
  await prisma.$executeRaw`UPDATE prediction_rollup SET rolled_until = '-infinity'`;
}
