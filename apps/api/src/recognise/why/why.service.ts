import { Injectable } from '@nestjs/common';
import type { Why } from '@inkling/contract';
import { glyphFromBytes } from '@inkling/ink';
import { decide, networkOfTask, type Task } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { allowedClasses } from '../predictions/allowed-classes.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import type { Remembering } from '../serving/served-memory.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { conclude } from './conclude.js';
import { RecentKinds } from './recent-kinds.js';
import { saliencyOf } from './saliency-of.js';
import { shownNeighbour } from './shown-neighbour.js';

const CANDIDATES = 5;

/** A drawing as it was kept, and who has a say in its reading. */
export interface StoredDrawing {
  readonly task: Task;
  /** A byte a pixel. */
  readonly glyph: Uint8Array;
  /** Only these labels may answer; absent: all of the task's. */
  readonly allow?: readonly string[] | undefined;
  /** Whose memory has a say; `null`: nobody's, the network alone answers. */
  readonly memoryOf: string | null;
  /** Whose drawings of lately have one, where the shape can't tell. */
  readonly habitsOf: string | null;
}

type Read = Omit<Remembering, 'found'> & Partial<Pick<Remembering, 'found'>>;

/** Reads stored drawings once more, by the version in service, to say why. */
@Injectable()
export class WhyService {
  constructor(
    private readonly serving: ServingService,
    private readonly likeness: LikenessNetwork,
    private readonly recentKinds: RecentKinds,
  ) {}

  /** @throws ProblemError `no_model` where none is in service */
  async explain(drawing: StoredDrawing): Promise<Why> {
    const { task, memoryOf, habitsOf } = drawing;
    const allowed = allowedClasses(task, drawing.allow);
    return this.serving.use(networkOfTask(task), async (serving) => {
      const glyph = glyphFromBytes(drawing.glyph);
      const read = await readGlyph(serving, glyph, allowed, memoryOf);
      const { card, id, version } = serving.version;
      const decision = decide(
        { ...read, glyph: drawing.glyph, writerId: memoryOf, allowed },
        card,
        memoryOf === null ? undefined : serving.memory,
      );
      const likeness = this.likeness.of(read.likeness);
      const prior = habitsOf === null ? undefined : this.recentKinds.priorOf(habitsOf);
      const { mayAnswer, judgement } = conclude({
        ...{ decision, task, allowed, card, likeness, prior },
      });
      const decidedBy = decision.best === decision.bestOfNetwork ? 'model' : 'memory';
      const { certainty } = judgement;
      return {
        task,
        ...mayAnswer[0]!,
        certainty,
        candidates: mayAnswer.slice(0, CANDIDATES),
        decidedBy,
        neighbours: decision.neighbours.map((found) => shownNeighbour(found, card.labels)),
        model: { id, version },
        glyph: glyphPicture(drawing.glyph),
        saliency: await saliencyOf(serving, {
          ...{ decision, certainty, decidedBy, candidates: mayAnswer, glyph },
        }),
      };
    });
  }
}

function readGlyph(
  serving: ServingModel,
  glyph: Float32Array,
  allowed: readonly boolean[],
  writerId: string | null,
): Promise<Read> {
  const drawing = { kind: 'picture', normalised: { glyph } } as const;
  if (writerId === null) return serving.model.recognise(drawing, false);
  const limit = serving.version.card.memory.nearest;
  return serving.remember(drawing, false, { writerId, allowed, limit });
}
