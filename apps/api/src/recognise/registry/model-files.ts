import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { RegistryRepository } from './registry.repository.js';
import { sha256Of } from './shipped-models.js';

/** Copies kept besides those in service: a rollback finds the former champion's. */
const KEPT_COPIES = 4;

/** The database lacks a model file, or has another one under its hash. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** This replica's copies of model files; the bytes in Postgres are the ones that count. */
@Injectable()
export class ModelFiles {
  private readonly logger = new Logger(ModelFiles.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly models: RegistryRepository,
  ) {}

  /**
   * The bytes of that hash, from the copy here, which is made anew when it is missing or damaged. Bytes
   * and no path: what was checked is what is used, whatever becomes of the copy meanwhile.
   *
   * @throws ModelFileError when the database's are damaged too
   */
  async read(sha256: string): Promise<Uint8Array> {
    const file = this.copyOf(sha256);
    const copy = await readFile(file).catch(() => undefined);
    if (copy && sha256Of(copy) === sha256) {
      await touch(file);
      return copy;
    }
    if (copy) this.logger.warn(`the copy ${file} is damaged and fetched again`);
    const bytes = await this.bytesOf(sha256);
    await this.keep(file, bytes).catch((error: unknown) =>
      this.logger.warn(`no copy of the model file ${sha256} is kept: ${String(error)}`),
    );
    return bytes;
  }

  /**
   * The bytes of that hash in the database.
   *
   * @throws ModelFileError when they are missing or damaged
   */
  async bytesOf(sha256: string): Promise<Uint8Array> {
    const bytes = await this.models.getBytes(sha256);
    if (!bytes) throw new ModelFileError(`the database lacks the model file ${sha256}`);
    if (sha256Of(bytes) !== sha256) {
      throw new ModelFileError(`the model file ${sha256} is damaged in the database`);
    }
    return bytes;
  }

  /** Removes copies that were not used lately. Another process may share the folder, so a few stay. */
  async removeUnused(inService: readonly string[]): Promise<void> {
    for (const sha256 of inService) await touch(this.copyOf(sha256));
    const names = await readdir(this.folder).catch(() => []);
    const copies = await Promise.all(names.map((name) => this.lastUse(name)));
    copies.sort((a, b) => b.usedAtMs - a.usedAtMs);
    for (const { file } of copies.slice(inService.length + KEPT_COPIES)) {
      await rm(file, { force: true });
    }
  }

  private async keep(file: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    try {
      await writeFile(draft, bytes);
      // Renamed at the end, so that another process never sees half a file.
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  private get folder(): string {
    return path.resolve(this.config.dataDir, 'cache', 'models');
  }

  private copyOf(sha256: string): string {
    return path.join(this.folder, `${sha256}.onnx`);
  }

  private async lastUse(name: string): Promise<{ file: string; usedAtMs: number }> {
    const file = path.join(this.folder, name);
    const found = await stat(file).catch(() => undefined);
    return { file, usedAtMs: found?.mtimeMs ?? 0 };
  }
}

/** The time of change says when a copy was used last. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
