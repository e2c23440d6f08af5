import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { ModelsRepository } from './models.repository.js';
import { sha256Of } from './shipped-models.js';

/** This replica's copies of model files; the bytes in Postgres are the ones that count. */
@Injectable()
export class ModelFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly models: ModelsRepository,
  ) {}

  /** A file with just the bytes of that hash. Fetched again when the copy is damaged. */
  async pathOf(sha256: string): Promise<string> {
    const folder = path.resolve(this.config.dataDir, 'cache', 'models');
    const file = path.join(folder, `${sha256}.onnx`);
    const cached = await readFile(file).catch(() => undefined);
    if (cached && sha256Of(cached) === sha256) return file;

    const bytes = await this.bytesOf(sha256);
    await mkdir(folder, { recursive: true });
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
}
