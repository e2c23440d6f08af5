import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';

/** A file that comes in at this moment has no import yet. */
const YOUNG_MS = 2 * 60 * 60_000;

/** Where files lie that are to be imported, each named by its import. */
@Injectable()
export class ImportFolder {
  private readonly folder: string;

  constructor(@Inject(CONFIG) { dataDir }: Config) {
    this.folder = path.resolve(dataDir, 'imports');
  }

  pathOf(id: string): string {
    return path.join(this.folder, id);
  }

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
  }

  has(id: string): Promise<boolean> {
    return stat(this.pathOf(id)).then(
      () => true,
      () => false,
    );
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** What a process left that ended before it had done with it. */
  async removeAllBut(ids: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      if (ids.has(name)) continue;
      const age = await stat(this.pathOf(name)).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > YOUNG_MS) await this.remove(name);
    }
  }
}
