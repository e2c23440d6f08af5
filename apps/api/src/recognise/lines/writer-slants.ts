import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import {
  MOST_SLANT_ROWS,
  RecentMap,
  SLANTS,
  slantStage,
  type Slant,
  type TaughtRow,
} from '@inkling/recognizer';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';

const MOST_WRITERS = 1000;

/** How a writer's ink is straightened for a version of the network, and for how many rows that was chosen. */
interface ChosenSlant {
  readonly versionId: string;
  readonly stage: number;
  readonly slant: Slant;
}

/**
 * Chooses how writers' ink is straightened before it is read. It takes a second, so nobody waits for it: lines are read
 * as straight as before meanwhile.
 */
@Injectable()
export class WriterSlants implements OnModuleDestroy {
  private readonly logger = new Logger(WriterSlants.name);
  private readonly chosen = new RecentMap<string, ChosenSlant>(MOST_WRITERS);
  private readonly choosing = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly network: LinesNetwork) {}

  /** What was chosen for a version, if anything. */
  of(writerId: string, versionId: string): Slant | undefined {
    return this.known(writerId, versionId)?.slant;
  }

  /**
   * Chooses anew where there are enough more rows than last time, or fewer.
   *
   * @param rows of text and of ink, newest first
   * @param onChosen called unless it is stopped or fails
   */
  consider(
    writerId: string,
    versionId: string,
    rows: readonly TaughtRow[],
    onChosen: () => void,
  ): void {
    const stage = slantStage(rows.length);
    const before = this.known(writerId, versionId)?.stage ?? 0;
    if (stage === before || this.choosing.has(writerId) || this.stopping.signal.aborted) return;
    const work = this.choose(writerId, versionId, rows, onChosen).finally(() =>
      this.choosing.delete(writerId),
    );
    this.choosing.set(writerId, work);
  }

  /** Resolves when no choice is being made for a writer. */
  async settled(writerId: string): Promise<void> {
    await this.choosing.get(writerId);
  }

  /** A worker must not be ended while it reads. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.choosing.values());
  }

  private known(writerId: string, versionId: string): ChosenSlant | undefined {
    const known = this.chosen.get(writerId);
    return known?.versionId === versionId ? known : undefined;
  }

  private async choose(
    writerId: string,
    versionId: string,
    rows: readonly TaughtRow[],
    onChosen: () => void,
  ): Promise<void> {
    const { signal } = this.stopping;
    const stage = slantStage(rows.length);
    try {
      await this.network.use(async (model) => {
        // Another one serves now, and will be asked for a choice of its own.
        if (model.version.id !== versionId) return;
        const newest = rows.slice(0, MOST_SLANT_ROWS);
        const slant = stage > 0 ? await model.slantOf(newest, signal) : SLANTS[0]!;
        this.chosen.set(writerId, { versionId, stage, slant });
      });
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`a writer's slant is not chosen: ${messageOf(error)}`);
      return;
    }
    this.choosing.delete(writerId);
    onChosen();
  }
}
