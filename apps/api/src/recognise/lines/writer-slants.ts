import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import {
  isSlantDue,
  MOST_SLANT_ROWS,
  RecentMap,
  SLANTS,
  slantStage,
  type Slant,
} from '@inkling/recognizer';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import type { OwnRow } from './line-memory.repository.js';

const MOST_WRITERS = 1000;

/** How a writer's ink is straightened for a version of the network. */
interface ChosenSlant {
  readonly versionId: string;
  /** The lines of the rows that it was chosen from, newest first. */
  readonly lineIds: readonly string[];
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
   * Chooses anew where it is due, see `isSlantDue`.
   *
   * @param rows of text and of ink, newest first; older ones may be left out
   * @param onChosen called unless it is stopped or fails
   */
  consider(
    writerId: string,
    versionId: string,
    rows: readonly OwnRow[],
    onChosen: () => void,
  ): void {
    const isDue = isSlantDue(lineIdsOf(rows), this.known(writerId, versionId)?.lineIds ?? []);
    if (!isDue || this.choosing.has(writerId) || this.stopping.signal.aborted) return;
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
    rows: readonly OwnRow[],
    onChosen: () => void,
  ): Promise<void> {
    const { signal } = this.stopping;
    const newest = rows.slice(0, MOST_SLANT_ROWS);
    const isEnough = slantStage(newest.length) > 0;
    try {
      await this.network.use(async (model) => {
        // Another one serves now, and will be asked for a choice of its own.
        if (model.version.id !== versionId) return;
        const slant = isEnough ? await model.slantOf(newest, signal) : SLANTS[0]!;
        this.chosen.set(writerId, { versionId, lineIds: lineIdsOf(newest), slant });
      });
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`a writer's slant is not chosen: ${messageOf(error)}`);
      return;
    }
    this.choosing.delete(writerId);
    onChosen();
  }
}

const lineIdsOf = (rows: readonly OwnRow[]): string[] => rows.map(({ lineId }) => lineId);
