import { Injectable } from '@nestjs/common';
import type { Why } from '@inkling/contract';
import { glyphFromBytes, type Stroke } from '@inkling/ink';
import { answerGlyph, networkOfTask, type MayAnswer, type Task } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { ProblemError } from '../../common/problem-error.js';
import { AnswerSpace, type Wanted } from '../alphabets/answer-space.service.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import { PenNetwork } from '../serving/pen.service.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { readDrawing, type Read } from './read-drawing.js';
import { RecentKinds } from './recent-kinds.js';
import { saliencyOf } from './saliency-of.js';
import { shownNeighbour } from './shown-neighbour.js';

const CANDIDATES = 5;

/** A drawing as it was kept, and who has a say in its reading. */
export interface StoredDrawing {
  readonly task: Task;
  /** Of the alphabet that was the task. */
  readonly alphabetId?: string | null;
  /** A byte a pixel. */
  readonly glyph: Uint8Array;
  /** Where it was drawn, and how the pen went has a say. */
  readonly strokes?: readonly Stroke[] | undefined;
  /** Only these labels may answer; absent: all of the task's. */
  readonly allow?: readonly string[] | undefined;
  /** Whose memory has a say; `null`: nobody's, the network alone answers. */
  readonly memoryOf: string | null;
  /** Whose drawings of lately have one, where the shape can't tell. */
  readonly habitsOf: string | null;
}

/** Reads stored drawings once more, by the version in service, to say why. */
@Injectable()
export class WhyService {
  constructor(
    private readonly serving: ServingService,
    private readonly likeness: LikenessNetwork,
    private readonly pen: PenNetwork,
    private readonly space: AnswerSpace,
    private readonly recentKinds: RecentKinds,
  ) {}

  /** @throws ProblemError `no_model` where none is in service */
  async explain(drawing: StoredDrawing): Promise<Why> {
    const { task, memoryOf, habitsOf } = drawing;
    return this.serving.use(networkOfTask(task), async (serving) => {
      const read = await this.read(serving, drawing);
      const { card, id, version } = serving.version;
      const { labels, glyph } = read;
      const question = {
        ...{ ...read, task, glyph: drawing.glyph, writerId: memoryOf },
        likeness: this.likeness.of(read.likeness),
        prior: habitsOf === null ? undefined : this.recentKinds.priorOf(habitsOf),
      };
      const { decision, mayAnswer, judgement, decidedBy } = answerGlyph(
        question,
        card,
        read.memory,
      );
      const { certainty } = judgement;
      return {
        task,
        ...mayAnswer[0]!,
        certainty,
        candidates: mayAnswer.slice(0, CANDIDATES),
        decidedBy,
        neighbours: decision.neighbours.map((found) => shownNeighbour(found, labels, true)),
        model: { id, version },
        glyph: glyphPicture(drawing.glyph),
        saliency: await saliencyOf(serving, {
          ...{ decision, labels, certainty, decidedBy, candidates: mayAnswer, glyph },
          ...{ allowed: read.allowed, ofShape: read.ofShape },
        }),
      };
    });
  }

  private async read(serving: ServingModel, drawing: StoredDrawing): Promise<Read> {
    const { memoryOf: writerId } = drawing;
    const glyph = glyphFromBytes(drawing.glyph);
    const again = { kind: 'picture', normalised: { glyph } } as const;
    const shared = await this.space.sharedLabels(serving.memory);
    const answering = { writerId, memory: writerId !== null, shared };
    const wanted = await this.wanted(drawing);
    const mayAnswer = (): MayAnswer => {
      try {
        return this.space.mayAnswer(wanted, serving, answering);
      } catch (error) {
        // Signs that were taken back since can't be answered any more.
        if (!(error instanceof ProblemError)) throw error;
        return this.space.mayAnswer({ task: drawing.task, allow: undefined }, serving, answering);
      }
    };
    const pen = this.pen.asked(drawing.strokes, serving.version.card);
    return readDrawing(serving, { drawing: again, explain: false, pen }, answering, mayAnswer());
  }

  /** An alphabet that is gone, or shared no more, leaves the task. */
  private async wanted({ task, alphabetId, allow, memoryOf }: StoredDrawing): Promise<Wanted> {
    try {
      return await this.space.wanted(alphabetId ?? task, allow, memoryOf);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { task, allow: undefined };
    }
  }
}
