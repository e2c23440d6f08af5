import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glyphToBytes } from '@inkling/ink';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';
import type pg from 'pg';
import {
  createPool,
  createPrismaClient,
  importShipped,
  newId,
  type PrismaClient,
  type TrainingJob,
} from '@inkling/store';
import { createTrainingQueue, type TrainingQueue } from '@inkling/store/training';
import {
  bundled,
  createTestDatabase,
  readShippedLines,
  readShippedModel,
  type TestDatabase,
} from '@inkling/store/testing';

import type { LabelledLine } from '../../data/labelled-lines.js';
import type { TrainerOptions } from '../options.js';

export const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const MODELS_DIR = here('../../../../../models');

/** As Node runs it: these processes are outside Jest. @param file a program, in TypeScript or JavaScript */
export const runnable = (file: string): string =>
  file.endsWith('.ts') ? fileURLToPath(bundled(pathToFileURL(file))) : file;

/** Everything as quick as it may be without the tests depending on it. */
const HURRY = {
  worker: { lockDurationMs: 2000, stalledIntervalMs: 700 },
  heartbeatMs: 400,
  goneAfterMs: 2000,
  cancelPollMs: 200,
  waitMs: 200,
  pollMs: 500,
  tensorflowRetryMs: 500,
  replicasWithinMs: 60_000,
};

export interface TrainerProcess {
  readonly child: ChildProcess;
  /** All that it has logged. */
  log(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** A database with a champion of `digits` and samples, and as many trainer processes as are asked for. */
export class Stand {
  readonly trainers: TrainerProcess[] = [];
  private constructor(
    readonly database: TestDatabase,
    readonly prisma: PrismaClient,
    readonly pool: pg.Pool,
    readonly queue: TrainingQueue,
    readonly dataDir: string,
    readonly redisUrl: string | undefined,
  ) {}

  static async open(redisUrl?: string): Promise<Stand> {
    const database = await createTestDatabase();
    const prisma = createPrismaClient(database.url, { connections: 4 });
    const pool = createPool(database.url, { connections: 1 });
    const queue = createTrainingQueue({ databaseUrl: database.url, redisUrl });
    const dataDir = await mkdtemp(join(tmpdir(), 'inkling-trainer-'));
    return new Stand(database, prisma, pool, queue, dataDir, redisUrl);
  }

  async close(): Promise<void> {
    await Promise.all(this.trainers.map((trainer) => trainer.kill('SIGKILL')));
    await this.queue.close();
    await Promise.all([this.prisma.$disconnect(), this.pool.end()]);
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  startTrainer(
    programs: Partial<Record<keyof TrainerOptions['programs'], string>> = {},
    environment: Record<string, string> = {},
  ): TrainerProcess {
    const told = {
      train: runnable(programs.train ?? here('told-job.ts')),
      checkTensorflow: runnable(programs.checkTensorflow ?? here('works.mjs')),
      embed: runnable(programs.embed ?? here('../job/embed.ts')),
      ...(programs.trainLines !== undefined && { trainLines: runnable(programs.trainLines) }),
    };
    const trainer = runnable(here('trainer-process.ts'));
    const child = fork(trainer, [JSON.stringify({ ...HURRY, programs: told })], {
      env: {
        ...process.env,
        DATABASE_URL: this.database.url,
        REDIS_URL: this.redisUrl ?? '',
        DATA_DIR: this.dataDir,
        MODELS_DIR,
        LOG_LEVEL: 'debug',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let text = '';
    const keep = (chunk: Buffer) => void (text += chunk.toString());
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const started: TrainerProcess = {
      child,
      log: () => text,
      async kill(signal) {
        child.kill(signal);
        await ended;
      },
    };
    this.trainers.push(started);
    return started;
  }

  /** The shipped network as champion, as the API imports it. */
  async addChampion(network: TrainedNetwork = 'digits'): Promise<string> {
    if (network === LINES_NETWORK) await importShipped(this.prisma, await readShippedLines());
    else await importShipped(this.prisma, await readShippedModel(network));
    const { id } = await this.prisma.modelVersion.findFirstOrThrow({
      where: { network, status: 'champion' },
    });
    return id;
  }

  /**
   * Always the same: which drawings of somebody are held out is decided by a hash of who it is.
   *
   * @param digit the last one of the id, another for somebody else
   */
  async addWriter(digit = 7): Promise<string> {
    const id = `01a00000-0000-7000-8000-00000000000${digit}`;
    await this.prisma.user.create({ data: { id, name: 'Anna', email: `${id}@example.org` } });
    return id;
  }

  /** An approved sample of a writer, with the revision that approved it. */
  async addSample(
    writerId: string | null,
    { label, glyph }: { label: string; glyph: Uint8Array<ArrayBuffer> },
    status: 'approved' | 'pending' | 'rejected' = 'approved',
    network: 'digits' | 'characters' = 'digits',
  ): Promise<string> {
    const id = newId();
    await this.prisma.sample.create({
      data: { id, network, task: network, writerId, glyph, label, given: label, status },
    });
    await this.prisma.sampleRevision.create({
      data: { id: newId(), sampleId: id, revision: 1, change: status, label, status },
    });
    return id;
  }

  /** An approved line of a writer, with the revision that approved it. */
  async addLine(writerId: string, { text, task, strip }: LabelledLine): Promise<string> {
    const { id: modelVersionId } = await this.prisma.modelVersion.findFirstOrThrow({
      where: { network: LINES_NETWORK, status: 'champion' },
    });
    const nothing = { alternatives: [], characters: [], options: {}, timings: {} };
    const { id: lineId } = await this.prisma.line.create({
      data: {
        ...{ id: newId(), writerId, task, modelVersionId, inputKind: 'picture', text, ...nothing },
        strips: Uint8Array.from(glyphToBytes(strip.values)),
        rows: [{ width: strip.width, slope: 0, scale: 1, offsetX: 0, offsetY: 0 }],
        ...{ probability: 0.5, certain: false, corrected: true },
      },
    });
    const id = newId();
    await this.prisma.lineCorrection.create({
      data: { id, lineId, writerId, text, status: 'approved' },
    });
    await this.prisma.lineRevision.create({
      data: { lineCorrectionId: id, revision: 1, change: 'approved', text, status: 'approved' },
    });
    return id;
  }

  job(id: string): Promise<TrainingJob> {
    return this.prisma.trainingJob.findUniqueOrThrow({ where: { id } });
  }

  /** Waits until a job is as told, and gives it. */
  async jobWhen(id: string, holds: (job: TrainingJob) => boolean): Promise<TrainingJob> {
    return until(
      async () => {
        const job = await this.job(id);
        return holds(job) ? job : undefined;
      },
      () => this.trainers.map((trainer) => trainer.log()).join('\n---\n'),
    );
  }

  async logOf(jobId: string): Promise<string[]> {
    const rows = await this.prisma.trainingEvent.findMany({
      where: { jobId, type: 'log' },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ data }) => (data as { text: string }).text);
  }
}

/** Waits for something, and fails after a while that is long enough for a machine at work. */
export async function until<T>(
  look: () => Promise<T | undefined | false>,
  explain: () => string = () => '',
): Promise<T> {
  for (const deadline = Date.now() + 500_000; Date.now() < deadline; await wait(50)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`it did not happen: ${explain().slice(-4000)}`);
}

interface Picture {
  readonly label: string;
  readonly glyph: Uint8Array<ArrayBuffer>;
}

/** Digits of MNIST's test set, 6 of each. */
export function digitPictures(): Picture[] {
  const file = here('../../../../../fixtures/mnist.json');
  const pictures = JSON.parse(readFileSync(file, 'utf8')) as { label: string; pixels: string }[];
  return pictures.map(({ label, pixels }) => ({
    label,
    glyph: Uint8Array.from(Buffer.from(pixels, 'base64')),
  }));
}
