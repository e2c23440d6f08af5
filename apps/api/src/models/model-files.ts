import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { ModelsRepository } from './models.repository.js';
import { sha256Of } from './shipped-models.js';

/** Copies kept besides those in service: a rollback finds the former champion's. */
const KEPT_COPIES = 4;

/** This replica's copies of model files; the bytes in Postgres are the ones that count. */
@Injectable()
export class ModelFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly models: ModelsRepository,
  ) {}

  /** A file with just the bytes of that hash. Fetched again when the copy is damaged. */
  async pathOf(sha256: string): Promise<string> {
    const file = this.copyOf(sha256);
    const cached = await readFile(file).catch(() => undefined);
    if (cached && sha256Of(cached) === sha256) {
      await touch(file);
      return file;
    }
    const bytes = await this.bytesOf(sha256);
    await mkdir(this.folder, { recursive: true });
    // Renamed at the end, so that another process never sees half a file.
    const draft = `${file}.${process.pid}.${Date.now()}`;
    await writeFile(draft, bytes);
    await rename(draft, file);
    return file;
  }

  async bytesOf(sha256: string): Promise<Uint8Array> {
    const bytes = await this.models.getBytes(sha256);
    if (!bytes) throw new Error(`the database lacks the model file ${sha256}`);
    if (sha256Of(bytes) !== sha256) throw new Error(`the model file ${sha256} is damaged`);
    return bytes;
  }

  /** Removes copies that were not used lately. Another process may share the folder, so a few stay. */
  async tidy(inService: readonly string[]): Promise<void> {
    for (const sha256 of inService) await touch(this.copyOf(sha256));
    const names = await readdir(this.folder).catch(() => []);
    const copies = await Promise.all(names.map((name) => this.lastUse(name)));
    copies.sort((a, b) => b.usedAtMs - a.usedAtMs);
    for (const { file } of copies.slice(inService.length + KEPT_COPIES)) {
      await rm(file, { force: true });
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
