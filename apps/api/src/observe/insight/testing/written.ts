import { newId, type PrismaClient } from '@inkling/store';

/** A line as it might have been, with what somebody said of it. */
export interface Written {
  readonly at: string;
  readonly modelVersionId: string;
  readonly writerId?: string | null;
  readonly task?: 'digits' | 'text';
  readonly text: string;
  readonly certain?: boolean;
  readonly said?: {
    readonly text: string;
    readonly status?: 'pending' | 'approved' | 'rejected';
    readonly reviewerText?: string;
  };
}

/** Writes it as the API would have. @returns the line's id */
export async function putWritten(prisma: PrismaClient, written: Written): Promise<string> {
  const { at, modelVersionId, writerId = null, task = 'digits', text, certain = false } = written;
  const { said } = written;
  const id = newId();
  await prisma.line.create({
    data: {
      ...{ id, writerId, task, modelVersionId, text, certain, probability: 0.5 },
      ...{ inputKind: 'ink', strips: new Uint8Array(0), rows: [], alternatives: [] },
      ...{ characters: [], options: {}, timings: {} },
      corrected: said !== undefined,
      createdAt: new Date(at),
    },
  });
  if (said) {
    const { status = 'pending', reviewerText = null } = said;
    await prisma.lineCorrection.create({
      data: { id: newId(), lineId: id, writerId, text: said.text, status, reviewerText },
    });
  }
  return id;
}
