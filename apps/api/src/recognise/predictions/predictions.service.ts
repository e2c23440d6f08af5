import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import type { PredictionResponse } from '@inkling/contract';
import { glyphToBytes, type Stroke } from '@inkling/ink';
import { answerGlyph, isSymbol, networkOfTask } from '@inkling/recognizer';
import { mayLook } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';
import { glyphPicture, quickGlyphPicture } from '../../common/glyph-bytes.js';
import { newId } from '../../common/id.js';
import { stepPicture } from '../../common/step-picture.js';
import type { Drawing, Recognised } from '../inference/protocol.js';
import { Metrics } from '../../common/metrics.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { KeptPicture } from '../pictures/kept-picture.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import { PenNetwork } from '../serving/pen.service.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { AnswerSpace, type Wanted } from '../alphabets/answer-space.service.js';
import { readDrawing, type Read } from '../why/read-drawing.js';
import { RecentKinds } from '../why/recent-kinds.js';
import { saliencyOf } from '../why/saliency-of.js';
import { shownNeighbour } from '../why/shown-neighbour.js';
import { KeptPictures } from './kept-pictures.service.js';
import type { PredictionInput, PredictionOptions, ReadRequest } from './prediction-request.js';
import type { NewPrediction, Timings } from './new-prediction.js';
import { Recorder } from './recorder.js';

interface Prepared {
  readonly drawing: Drawing;
  readonly kept: KeptPicture | null;
  /** What reading a picture took. */
  readonly pictureMs: number;
}

/** Who asks, and from where. */
export interface Asking {
  /** `null` without a session. */
  readonly asker: Writer | null | 'unknown';
  /** When that was known, see `Changes`. */
  readonly identifiedAt: number;
  readonly address: string;
  /** The prediction by which the drawing is in the history already: this answer is not put there beside it. */
  readonly again?: string;
}

/** A drawing that was read, and whose it is. */
interface Work {
  readonly options: PredictionOptions;
  readonly input: PredictionInput;
  readonly asker: Asking['asker'];
  readonly identifiedAt: number;
  readonly address: string;
  readonly again: string | undefined;
  /** It came before, with the id that its device made. */
  readonly isRecorded: boolean;
  readonly wanted: Wanted;
  readonly serving: ServingModel;
  readonly prepared: Prepared;
  readonly seen: Read;
  readonly start: number;
}

@Injectable()
export class PredictionsService {
  constructor(
    private readonly serving: ServingService,
    private readonly likeness: LikenessNetwork,
    private readonly pen: PenNetwork,
    private readonly pictures: Pictures,
    private readonly keptPictures: KeptPictures,
    private readonly recorder: Recorder,
    private readonly recentKinds: RecentKinds,
    private readonly space: AnswerSpace,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  async predict(
    { options, input }: ReadRequest,
    { asker, identifiedAt, address, again }: Asking,
  ): Promise<PredictionResponse> {
    const start = performance.now();
    const writer = asker === 'unknown' ? null : asker;
    const writerId = writer?.id ?? null;
    const explain = options.explain !== false;
    const isRecorded =
      options.id !== undefined &&
      asker !== 'unknown' &&
      (await this.recorder.has(options.id, writerId));
    const wanted = await this.space.wanted(options.task, options.allow, writerId);
    return this.serving.use(networkOfTask(wanted.task), async (serving) => {
      const shared = await this.space.sharedLabels(serving.memory);
      const answering = { writerId, memory: options.memory, shared };
      // What may not answer is said before anything is read.
      this.space.mayAnswer(wanted, serving, answering);
      const prepared = await this.prepare(input, explain, writer);
      const may = this.space.mayAnswer(wanted, serving, answering);
      const { drawing } = prepared;
      const strokes = drawing.kind === 'ink' ? drawing.strokes : undefined;
      const pen = this.pen.asked(strokes, serving.version.card);
      const seen = await readDrawing(serving, { drawing, explain, pen }, answering, may);
      return this.answer({
        ...{ options, input, asker, identifiedAt, address, again, isRecorded },
        ...{ wanted, serving, prepared, seen, start },
      });
    });
  }

  private async prepare(
    input: PredictionInput,
    explain: boolean,
    writer: Writer | null,
  ): Promise<Prepared> {
    if (input.kind === 'ink') {
      // The schema checked the number of values; packages/ink judges them.
      const strokes = input.ink.strokes as unknown as Stroke[];
      return { drawing: { kind: 'ink', strokes }, kept: null, pictureMs: 0 };
    }
    const start = performance.now();
    const { kept, ...normalised } = await this.pictures.read(input.bytes, {
      explain,
      keep: this.keptPictures.isKept(writer),
    });
    return {
      drawing: { kind: 'picture', normalised },
      kept,
      pictureMs: performance.now() - start,
    };
  }

  private async answer(work: Work): Promise<PredictionResponse> {
    const { options, input, asker, identifiedAt, address, again, isRecorded } = work;
    const { wanted, serving, prepared, seen, start } = work;
    const { card, id: modelVersionId, network, version } = serving.version;
    const writer = asker === 'unknown' ? null : asker;
    const glyph = glyphToBytes(seen.glyph);
    const read = performance.now();
    const question = {
      ...{ ...seen, task: wanted.task, glyph, writerId: writer?.id ?? null },
      likeness: this.likeness.of(seen.likeness),
      prior: options.prior && writer ? this.recentKinds.priorOf(writer.id) : undefined,
    };
    const answered = answerGlyph(question, card, seen.memory);
    const { decision, mayAnswer, prior, judgement, decidedBy } = answered;
    const candidates = mayAnswer.slice(0, options.top);
    const { label, probability } = candidates[0]!;
    const { certainty, likeness, several, ambiguous } = judgement;
    const id = options.id ?? newId();
    if (writer) {
      const isKind = certainty === 'sure' && !isSymbol(label);
      const replaces = again ?? options.replaces;
      this.recentKinds.note(writer.id, { id, replaces, label: isKind ? label : undefined });
    }
    const explaining = performance.now();
    const saliency =
      options.explain === 'saliency'
        ? await saliencyOf(serving, {
            ...{ decision, certainty, decidedBy, candidates: mayAnswer },
            ...{ glyph: seen.glyph, labels: seen.labels, allowed: seen.allowed },
            ofShape: seen.ofShape,
          })
        : undefined;
    const decided = performance.now();
    const explainMs = decided - explaining;
    const preprocess = prepared.pictureMs + seen.preprocessMs;
    // The parts add up: the network's has the way to its thread, the wait for it and saying why.
    const untilNow = (): Timings => {
      const now = performance.now();
      return {
        preprocess: rounded(preprocess),
        model: rounded(read - start - preprocess - seen.memoryMs + explainMs),
        memory: rounded(seen.memoryMs + decided - read - explainMs),
        record: rounded(now - decided),
        total: rounded(now - start),
      };
    };

    const prediction: NewPrediction = {
      id,
      isIdGiven: options.id !== undefined,
      writerId: writer?.id ?? null,
      task: wanted.task,
      alphabetId: wanted.alphabet?.id ?? null,
      network,
      modelVersionId,
      ink: input.kind === 'ink' ? input.ink : null,
      picture: prepared.kept,
      glyph,
      certainty,
      decidedBy,
      decidedBySampleId: decidedBy === 'memory' ? (decision.deciding?.id ?? null) : null,
      candidates,
      options: {
        allow: options.allow,
        memory: options.memory,
        ...(!options.prior && { prior: false }),
      },
      timings: untilNow(),
      replaces: options.replaces,
    };
    // A record without its writer would never be theirs.
    const recording =
      isRecorded ||
      (asker !== 'unknown' &&
        again === undefined &&
        this.recorder.record(prediction, { identifiedAt, address }));
    // Beside the database.
    const pictures = picturesOf(seen, glyph);
    // A key in a page is anyone's: it shows nothing that its owner drew before.
    const showsOwn = mayLook(writer, 'predictions:own');
    const neighbours = decision.neighbours.map((neighbour) =>
      shownNeighbour(neighbour, seen.labels, showsOwn),
    );
    const recorded = await recording;
    const timings = untilNow();
    this.metrics.observePrediction(network, input.kind, timings);

    return {
      id,
      task: options.task,
      label,
      probability,
      certain: certainty === 'sure',
      certainty,
      ...(likeness !== undefined && { likeness: roundedShare(likeness) }),
      ...(several && { several }),
      ...(ambiguous.length > 0 && { ambiguous: [...ambiguous] }),
      ...(prior && { prior }),
      candidates: [...candidates],
      decidedBy,
      neighbours,
      model: { id: modelVersionId, version },
      timings,
      recorded,
      correctable: recorded && writer !== null,
      ...pictures,
      ...(saliency && { saliency }),
    };
  }
}

const picturesOf = (
  { steps }: Recognised,
  glyph: Uint8Array,
): Pick<PredictionResponse, 'glyph' | 'steps'> => ({
  // As it is among the steps, where there are any.
  glyph: steps ? glyphPicture(glyph) : quickGlyphPicture(glyph),
  ...(steps && { steps: steps.map(stepPicture) }),
});

const roundedShare = (share: number): number => Math.round(share * 1e4) / 1e4;

/** Microseconds are enough. */
const rounded = (milliseconds: number): number =>
  Math.max(0, Math.round(milliseconds * 1000) / 1000);
