import { Injectable } from '@nestjs/common';
import type { Why } from '@inkling/contract';
import { glyphFromBytes } from '@inkling/ink';
import {
  certaintyLimits,
  decide,
  judge,
  knownByOwn,
  networkOfTask,
  type Certainty,
  type Decision,
  type Task,
} from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { allowedClasses } from '../predictions/allowed-classes.js';
import type { Candidate } from '../predictions/new-prediction.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import type { Remembering } from '../serving/served-memory.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { candidatesOf } from './candidates-of.js';
import { saliencyOf } from './saliency-of.js';
import { shownNeighbour } from './shown-neighbour.js';

const CANDIDATES = 5;

/** A drawing as it was kept. */
export interface StoredDrawing {
  readonly task: Task;
  /** A byte a pixel. */
  readonly glyph: Uint8Array;
  /** Only these labels may answer; absent: all of the task's. */
  readonly allow?: readonly string[] | undefined;
}

/** Whose memory has a say; `none`: the network alone answers. */
export type MemoryOf = { readonly writerId: string } | 'none';

type Read = Omit<Remembering, 'found'> & Partial<Pick<Remembering, 'found'>>;

/** Reads stored drawings once more, by the version in service, to say why. */
@Injectable()
export class WhyService {
  constructor(
    private readonly serving: ServingService,
    private readonly likeness: LikenessNetwork,
  ) {}

  /** @throws ProblemError `no_model` where none is in service */
  async explain(drawing: StoredDrawing, memoryOf: MemoryOf): Promise<Why> {
    const { task } = drawing;
    const allowed = allowedClasses(task, drawing.allow);
    return this.serving.use(networkOfTask(task), async (serving) => {
      const glyph = glyphFromBytes(drawing.glyph);
      const writerId = memoryOf === 'none' ? null : memoryOf.writerId;
      const read = await readGlyph(serving, glyph, allowed, memoryOf);
      const { card, id, version } = serving.version;
      const memory = memoryOf === 'none' ? undefined : serving.memory;
      const question = { ...read, glyph: drawing.glyph, writerId, allowed };
      const decision = decide(question, card, memory);
      const candidates = candidatesOf(decision, card.labels, allowed);
      const certainty = this.certaintyOf(serving, task, { decision, candidates, read });
      const decidedBy = decision.best === decision.bestOfNetwork ? 'model' : 'memory';
      return {
        task,
        ...candidates[0]!,
        certainty,
        candidates: candidates.slice(0, CANDIDATES),
        decidedBy,
        neighbours: decision.neighbours.map((found) => shownNeighbour(found, card.labels)),
        model: { id, version },
        glyph: glyphPicture(drawing.glyph),
        saliency: await saliencyOf(serving, { decision, certainty, decidedBy, candidates, glyph }),
      };
    });
  }

  private certaintyOf(
    { version: { card } }: ServingModel,
    task: Task,
    {
      decision,
      candidates,
      read,
    }: {
      readonly decision: Decision;
      readonly candidates: readonly Candidate[];
      readonly read: Read;
    },
  ): Certainty {
    const known = knownByOwn(decision.neighbours, decision.best, card.memory.beta);
    const likeness = this.likeness.of(read.likeness);
    return judge({ task, candidates, known, likeness }, certaintyLimits(card, task)).certainty;
  }
}

function readGlyph(
  serving: ServingModel,
  glyph: Float32Array,
  allowed: readonly boolean[],
  memoryOf: MemoryOf,
): Promise<Read> {
  const drawing = { kind: 'picture', normalised: { glyph } } as const;
  if (memoryOf === 'none') return serving.model.recognise(drawing, false);
  const limit = serving.version.card.memory.nearest;
  return serving.remember(drawing, false, { writerId: memoryOf.writerId, allowed, limit });
}
