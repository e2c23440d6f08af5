import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { LEAST_KNOWN_ROWS, RecentMap, type WriterLayer } from '@inkling/recognizer';
import type { LinesModel } from '../serving/lines/lines-model.js';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import { LineMemoryRepository } from './line-memory.repository.js';

/** The newest lines say most of how somebody writes; more of them take longer to learn from than they tell. */
const MOST_LINES = 40;

/** Each has 75 KB. */
const MOST_WRITERS = 200;

interface Learnt {
  /** Of what the writer said, and the version that it was learnt for. */
  readonly state: string;
  readonly layer: Promise<WriterLayer | undefined>;
}

const NOTHING: Learnt = { state: '', layer: Promise.resolve(undefined) };

/**
 * What a writer's corrected lines change of the network for lines, for them alone: learnt from what the database has
 * whenever that is another than it was, so that no replica has to be told.
 */
@Injectable()
export class LineMemory {
  private readonly logger = new Logger(LineMemory.name);
  private readonly learnt = new RecentMap<string, Learnt>(MOST_WRITERS);

  constructor(
    private readonly repository: LineMemoryRepository,
    private readonly network: LinesNetwork,
  ) {}

  /** For a line that a version is about to read; `undefined` where there is nothing to go by. */
  async layerOf(writerId: string, model: LinesModel): Promise<WriterLayer | undefined> {
    try {
      const said = await this.repository.stateOf(writerId, LEAST_KNOWN_ROWS);
      if (said === undefined) return undefined;
      const state = `${model.version.id} ${said}`;
      const known = this.learnt.get(writerId);
      if (known?.state === state) return await known.layer;
      const layer = this.learn(writerId, model);
      this.learnt.set(writerId, { state, layer });
      // The next line tries again.
      layer.catch(() => this.learnt.set(writerId, NOTHING));
      return await layer;
    } catch (error) {
      // The network reads without it: a line is answered all the same.
      this.logger.warn(`a writer's lines are not learnt from: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** After a correction: the next line profits without waiting for it. What was said is kept whatever comes of this. */
  async refresh(writerId: string): Promise<void> {
    if (!this.network.version) return;
    await this.network.use((model) => this.layerOf(writerId, model));
  }

  private async learn(writerId: string, model: LinesModel): Promise<WriterLayer | undefined> {
    return model.adapt(await this.repository.rowsOf(writerId, MOST_LINES));
  }
}
