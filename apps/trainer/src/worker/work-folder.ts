import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrismaClient } from '@inkling/store';
import { checkpointFolder } from './job/job-folder.js';

const trainingFolder = (dataDir: string): string => join(dataDir, 'training');
const jobFolder = (dataDir: string, jobId: string): string => join(trainingFolder(dataDir), jobId);
const attemptFolder = (dataDir: string, jobId: string, attempt: number): string =>
  join(jobFolder(dataDir, jobId), `attempt-${attempt}`);

/**
 * Each attempt works in a folder of its own, so that a child left over from a killed trainer can't get
 * into the next one's way; it begins with the newest checkpoint of the earlier ones.
 *
 * @returns the folder, and whether a checkpoint of an earlier attempt is in it
 */
export async function prepareFolder(
  dataDir: string,
  jobId: string,
  attempt: number,
): Promise<{ readonly folder: string; readonly resumed: boolean }> {
  const folder = attemptFolder(dataDir, jobId, attempt);
  await mkdir(checkpointFolder(folder), { recursive: true });
  const earlier = await newestCheckpoint(jobFolder(dataDir, jobId));
  if (earlier !== undefined && earlier !== checkpointFolder(folder)) {
    await cp(earlier, checkpointFolder(folder), { recursive: true, force: true });
  }
  return { folder, resumed: earlier !== undefined };
}

/** Like the rest of an attempt's files, its own: one that has lost the job may still be writing. */
export const embeddingFolder = (dataDir: string, jobId: string, attempt: number): string =>
  join(attemptFolder(dataDir, jobId, attempt), 'embedding');

/** Removes all that a job has left on this machine's disk. */
export const removeFolder = (dataDir: string, jobId: string): Promise<void> =>
  rm(jobFolder(dataDir, jobId), { recursive: true, force: true, maxRetries: 3 });

/**
 * Removes folders of jobs that have ended, as a trainer that was killed leaves them behind, and one that nobody
 * worked on when it was cancelled. Those of open jobs may be another trainer's.
 */
export async function sweepFolders(prisma: PrismaClient, dataDir: string): Promise<void> {
  const names = await readdir(trainingFolder(dataDir)).catch(() => []);
  const open = await prisma.trainingJob.findMany({
    where: { status: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  const kept = new Set(open.map(({ id }) => id));
  for (const name of names) if (!kept.has(name)) await removeFolder(dataDir, name);
}

async function newestCheckpoint(job: string): Promise<string | undefined> {
  let newest: { folder: string; writtenMs: number } | undefined;
  for (const name of await readdir(job)) {
    const folder = checkpointFolder(join(job, name));
    for (const file of await readdir(folder).catch(() => [])) {
      const { mtimeMs } = await stat(join(folder, file));
      if (newest && newest.writtenMs >= mtimeMs) continue;
      newest = { folder, writtenMs: mtimeMs };
    }
  }
  return newest?.folder;
}
