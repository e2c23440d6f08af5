import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPrismaClient, newId, type PrismaClient } from '@inkling/store';
import type { Role } from '@inkling/contract';
import { bundled, createTestDatabase, SHIPPED_MODELS } from '@inkling/store/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../config/load-config.js';
import { createApp, type Insight } from '../create-app.js';
import type { WorkerSource } from '../recognise/inference/worker-thread.js';
import type { PictureSources } from '../recognise/pictures/pictures.service.js';
import type { Hdf5Source } from '../transfer/formats/hdf5/hdf5-thread.js';
import { Client } from './client.js';
import { layShippedCopies } from './shipped-copies.js';

export const MODELS_DIR = fileURLToPath(new URL('../../../../models', import.meta.url));

/** The worker of the sources, so that tests need no build. */
export const TEST_WORKER: WorkerSource = {
  url: bundled(new URL('../recognise/inference/inference.worker.ts', import.meta.url)),
};

const ofPictures = (file: string) => ({
  url: bundled(new URL(`../recognise/pictures/${file}`, import.meta.url)),
});

/** The same for what reads pictures. */
export const TEST_PICTURES: PictureSources = {
  process: ofPictures('process/picture.process.ts'),
  thread: ofPictures('thread/picture.worker.ts'),
};

/** The same for the threads that read and write HDF5. */
export const TEST_HDF5: Hdf5Source = {
  url: bundled(new URL('../transfer/formats/hdf5/hdf5.worker.ts', import.meta.url)),
};

/** A whole API process on a database of its own, reached by Fastify's inject. */
export class TestApp {
  private constructor(
    readonly databaseUrl: string,
    readonly dataDir: string,
    readonly prisma: PrismaClient,
    private settings: Readonly<Record<string, string>>,
    private readonly dropDatabase: () => Promise<void>,
    private readonly insight: Insight,
  ) {}

  private running: NestFastifyApplication | undefined;

  static async start(
    settings: Readonly<Record<string, string>> = {},
    insight: Insight = {},
  ): Promise<TestApp> {
    // Who names a folder of models wants to see them imported.
    const isShipped = settings['MODELS_DIR'] === undefined;
    const database = await createTestDatabase(isShipped ? { content: SHIPPED_MODELS } : {});
    const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-api-'));
    if (isShipped) await layShippedCopies(MODELS_DIR, dataDir);
    const prisma = createPrismaClient(database.url, { connections: 2 });
    const drop = () => database.drop();
    const app = new TestApp(database.url, dataDir, prisma, settings, drop, insight);
    await app.open();
    return app;
  }

  get nest(): NestFastifyApplication {
    if (!this.running) throw new Error('the app is closed');
    return this.running;
  }

  /** Starts again on the same database, as after a restart. */
  async open(): Promise<void> {
    this.running = await this.startProcess();
  }

  /** Closes and starts again, with other settings on top. */
  async reopen(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.close();
    this.settings = { ...this.settings, ...settings };
    await this.open();
  }

  /** A further replica on the same database; close it yourself. @param settings on top of the app's */
  async startProcess(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<NestFastifyApplication> {
    const config = loadConfig({
      DATABASE_URL: this.databaseUrl,
      DATA_DIR: this.dataDir,
      MODELS_DIR,
      INFERENCE_THREADS: '1',
      RATE_LIMIT: '0',
      LOG_LEVEL: 'fatal',
      ...this.settings,
      ...settings,
    });
    const nest = await createApp(
      config,
      AppModule.of(config, TEST_WORKER, TEST_PICTURES, TEST_HDF5),
      this.insight,
    );
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    return nest;
  }

  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  /** Closes everything and removes the data. */
  async end(): Promise<void> {
    await this.close();
    await this.prisma.$disconnect();
    await this.dropDatabase();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Somebody without a session. */
  visitor(): Client {
    return new Client(() => this.nest);
  }

  /** A new guest. */
  async guest(): Promise<Client> {
    const client = this.visitor();
    await client.signInAsGuest();
    return client;
  }

  /** A new signed-in user who may do everything. */
  admin(): Promise<Client> {
    return this.user('admin');
  }

  /** A new signed-in user who may review. */
  reviewer(): Promise<Client> {
    return this.user('reviewer');
  }

  /** A trainer that says it is there, with what keeps it from training if something does. @returns its id */
  async trainer(problem?: { readonly code: string; readonly detail: string }): Promise<string> {
    const { id } = await this.prisma.trainer.create({
      data: { id: newId(), host: 'here', pid: 1, ...(problem && { problem }) },
    });
    return id;
  }

  /** A new signed-in user. Made through the database: the way through passwords is auth.spec.ts's. */
  async user(role: Role): Promise<Client> {
    const client = await this.guest();
    const { body } = await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
    const { id } = body.user;
    await this.prisma.user.update({
      where: { id },
      data: { role, isAnonymous: false, name: `The ${role}`, email: `${id}@example.org` },
    });
    return client;
  }
}
