import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network } from '@inkling/recognizer';
import { SERVES_SOMEBODY, type TrainingJob } from '@inkling/store';
import { runChild } from './job/run-child.js';
import type { TrainerContext } from './context.js';
import { readVersion } from './models.js';
import { embeddingFolder } from './work-folder.js';

const PAGE = 2000;

/**
 * Embeds what is in the memory of a network for a version that is about to serve, so that replicas
 * have it at hand when they swap: every sample that serves somebody.
 * What comes later, replicas add themselves.
 *
 * @returns how many there were
 */
export async function embedSamples(
  { prisma, config, options, logger }: TrainerContext,
  job: TrainingJob,
  { network, modelVersionId }: { network: Network; modelVersionId: string },
  signal: AbortSignal,
): Promise<number> {
  const folder = embeddingFolder(config.dataDir, job.id, job.attempts);
  const [model, glyphs, vectors] = ['model.onnx', 'glyphs.bin', 'vectors.bin'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { onnx, card } = await readVersion(prisma, modelVersionId, network);
  await writeFile(model, onnx);
  const ids: string[] = [];
  await writeFile(glyphs, '');
  for (let after: string | undefined; ; after = ids.at(-1)) {
    const rows = await prisma.sample.findMany({
      where: {
        network,
        ...SERVES_SOMEBODY,
        ...(after !== undefined && { id: { gt: after } }),
      },
      select: { id: true, glyph: true },
      orderBy: { id: 'asc' },
      take: PAGE,
    });
    ids.push(...rows.map(({ id }) => id));
    await writeFile(glyphs, Buffer.concat(rows.map(({ glyph }) => glyph)), { flag: 'a' });
    if (rows.length < PAGE) break;
  }
  if (ids.length === 0) return 0;

  await runChild({
    program: options.programs.embed,
    args: [model, glyphs, vectors],
    signal,
    onMessage: () => undefined,
    onLine: (line) => logger.debug({ job: job.id }, line),
  });
  await save({ prisma }, modelVersionId, ids, await readFile(vectors), card.embeddingSize * 4);
  return ids.length;
}

/** Samples that were taken back meanwhile are left out, and so are embeddings that are there. */
async function save(
  { prisma }: Pick<TrainerContext, 'prisma'>,
  modelVersionId: string,
  ids: readonly string[],
  vectors: Uint8Array,
  bytesEach: number,
): Promise<void> {
  if (vectors.length !== ids.length * bytesEach) {
    throw new Error(`${vectors.length} bytes are no ${ids.length} embeddings of ${bytesEach}.`);
  }
  for (let from = 0; from < ids.length; from += PAGE) {
    const some = ids.slice(from, from + PAGE);
    const bytes = some.map((_, at) =>
      Uint8Array.from(vectors.subarray((from + at) * bytesEach, (from + at + 1) * bytesEach)),
    );
    await prisma.$executeRaw`
      INSERT INTO sample_embedding (sample_id, model_version_id, vector)
      SELECT new.id, ${modelVersionId}::uuid, new.vector
      FROM unnest(${some}::uuid[], ${bytes}::bytea[]) AS new (id, vector)
      JOIN sample ON sample.id = new.id
      ON CONFLICT DO NOTHING`;
  }
}
