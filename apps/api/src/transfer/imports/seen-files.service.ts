import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { repeat } from '../../common/repeat.js';
import { ImportFolder } from './import-folder.js';
import { ImportsRepository } from './imports.repository.js';

/** Far more often than a file is given up, see `isLost`. */
const NOTE_EVERY_MS = 60_000;

/** Notes which files are on this machine, so that other replicas know that theirs is not the only folder. */
@Injectable()
export class SeenFiles implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SeenFiles.name);
  private endNoting: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly imports: ImportsRepository,
    private readonly folder: ImportFolder,
  ) {}

  onApplicationBootstrap(): void {
    this.endNoting = repeat({
      pauseMs: () => NOTE_EVERY_MS,
      work: () => this.note(),
      onFailure: (error) => this.logger.warn(`import files are not noted: ${String(error)}`),
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.endNoting();
  }

  private async note(): Promise<void> {
    const here: string[] = [];
    for (const id of await this.imports.listOpenIds()) {
      if (await this.folder.has(id)) here.push(id);
    }
    if (here.length > 0) await this.imports.noteFiles(here);
  }
}
