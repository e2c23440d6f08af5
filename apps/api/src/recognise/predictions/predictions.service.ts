import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import type { PredictionResponse } from '@inkling/contract';
import { glyphToBytes, type Stroke } from '@inkling/ink';
import {
  certaintyLimits,
  decide,
  isKnown,
  isSymbol,
  judge,
  knownByOwn,
  LabelSpace,
  networkOfTask,
  type Decision,
  type Judgement,
  type KindPrior,
  type MemoryNeighbour,
  type NetworkMemory,
  TASKS,
  type Task,
  withKindPrior,
} from '@inkling/recognizer';
import type { Writer } from '../../http/access/writer.js';
import { glyphPicture, quickGlyphPicture } from '../../common/glyph-bytes.js';
import { newId } from '../../common/id.js';
import { greyPngUrl } from '../../common/png.js';
import type { Drawing, Recognised } from '../inference/protocol.js';
import { Metrics } from '../../common/metrics.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { KeptPicture } from '../pictures/read-picture.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { AlphabetBook, symbolsFor } from '../alphabets/alphabet-book.js';
import { answerable, type Asked } from '../alphabets/answerable.js';
import { KeptPictures } from './kept-pictures.service.js';
import type { PredictionInput, PredictionOptions, ReadRequest } from './prediction-request.js';
import type { Candidate, NewPrediction, Timings } from './new-prediction.js';
import { RecentKinds } from './recent-kinds.js';
import { Recorder } from './recorder.js';

interface Prepared {
  readonly drawing: Drawing;
  readonly kept: KeptPicture | null;
  /** What reading a picture took. */
  readonly pictureMs: number;
}

/** What the network says, and the memory that has a say, with what it found. */
interface Read extends Recognised {
  readonly memory?: NetworkMemory;
  readonly found?: readonly MemoryNeighbour[];
  /** All that memory, or the network alone, could answer. */
  readonly labels: readonly string[];
  /** By index of `labels`: what may. */
  readonly allowed: readonly boolean[];
}

/** The task that was asked for, and the alphabet where it is one. */
interface Wanted extends Asked {
  readonly alphabet?: {
    readonly id: string;
    readonly name: string;
    readonly labels: readonly string[];
  };
}

/** Who asks, and from where. */
export interface Asking {
  /** `null` without a session. */
  readonly asker: Writer | null | 'unknown';
  /** When that was known, see `Changes`. */
  readonly identifiedAt: number;
  readonly address: string;
  /** The drawing is in the history already: this answer is not put there beside the other. */
  readonly again?: boolean;
}

/** A drawing that was read, and whose it is. */
interface Work {
  readonly options: PredictionOptions;
  readonly input: PredictionInput;
  readonly asker: Asking['asker'];
  readonly identifiedAt: number;
  readonly address: string;
  readonly again: boolean;
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
    private readonly pictures: Pictures,
    private readonly keptPictures: KeptPictures,
    private readonly recorder: Recorder,
    private readonly recentKinds: RecentKinds,
    private readonly alphabets: AlphabetBook,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  async predict(
    { options, input }: ReadRequest,
    { asker, identifiedAt, address, again = false }: Asking,
  ): Promise<PredictionResponse> {
    const start = performance.now();
    const writer = asker === 'unknown' ? null : asker;
    const wanted = await this.whatIsWanted(options, writer);
    return this.serving.use(networkOfTask(wanted.task), async (serving) => {
      const shared = await this.sharedLabels(serving.memory);
      // What may not answer is said before anything is read.
      mayAnswer(wanted, serving, { options, writer, shared });
      const prepared = await this.prepare(input, options.explain, writer);
      const seen = await this.read(prepared.drawing, { options, writer, wanted, shared, serving });
      return this.answer({
        ...{ options, input, asker, identifiedAt, address, again },
        ...{ wanted, serving, prepared, seen, start },
      });
    });
  }

  /** An alphabet runs on `characters`. */
  private async whatIsWanted(
    { task, allow }: PredictionOptions,
    writer: Writer | null,
  ): Promise<Wanted> {
    if (isTask(task)) return { task, allow };
    const { id, name, labels } = await this.alphabets.get(task, writer?.id ?? null);
    return { task: 'characters', allow, alphabet: { id, name, labels } };
  }

  /** What nobody taught needs no alphabet; and while the database is away an answer knows none. */
  private async sharedLabels(memory: NetworkMemory): Promise<ReadonlySet<string>> {
    if (memory.symbolsFor(null).shared.length === 0) return NO_LABELS;
    return this.alphabets.sharedLabels().catch(() => NO_LABELS);
  }

  /** The network, and memory where it is asked for. */
  private async read(
    drawing: Drawing,
    work: {
      readonly options: PredictionOptions;
      readonly writer: Writer | null;
      readonly wanted: Wanted;
      readonly shared: ReadonlySet<string>;
      readonly serving: ServingModel;
    },
  ): Promise<Read> {
    const { options, writer, wanted, serving } = work;
    const { model, version, memory } = serving;
    // Of the memory that is searched, in the same turn: another one has other indices.
    const { labels, allowed } = mayAnswer(wanted, serving, work);
    if (!options.memory) {
      return { ...(await model.recognise(drawing, options.explain)), labels, allowed };
    }
    const limit = version.card.memory.nearest;
    const searched = { writerId: writer?.id ?? null, allowed, limit };
    const seen = await serving.remember(drawing, options.explain, searched);
    return { ...seen, memory, labels, allowed };
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
    const { options, input, asker, identifiedAt, address, again } = work;
    const { wanted, serving, prepared, seen, start } = work;
    const { card, id: modelVersionId, network, version } = serving.version;
    const writer = asker === 'unknown' ? null : asker;
    const glyph = glyphToBytes(seen.glyph);
    const read = performance.now();
    const decision = decide({ ...seen, glyph, writerId: writer?.id ?? null }, card, seen.memory);
    const { mayAnswer, prior, judgement } = this.conclude(decision, work, writer);
    const candidates = mayAnswer.slice(0, options.top);
    const { label, probability } = candidates[0]!;
    const { certainty, likeness, several, ambiguous } = judgement;
    if (writer && certainty === 'sure' && !isSymbol(label)) {
      this.recentKinds.note(writer.id, label, again || options.replaces !== undefined);
    }
    const decidedBy = decision.best === decision.bestOfNetwork ? 'model' : 'memory';
    const decided = performance.now();
    const preprocess = prepared.pictureMs + seen.preprocessMs;
    // The parts add up: the network's has the way to its thread and the wait for it.
    const untilNow = (): Timings => {
      const now = performance.now();
      return {
        preprocess: rounded(preprocess),
        model: rounded(read - start - preprocess - seen.memoryMs),
        memory: rounded(seen.memoryMs + decided - read),
        record: rounded(now - decided),
        total: rounded(now - start),
      };
    };

    const id = newId();
    const prediction: NewPrediction = {
      id,
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
      decidedBySampleId: decidedBy === 'memory' ? decidingSample(decision) : null,
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
      asker !== 'unknown' && !again && this.recorder.record(prediction, { identifiedAt, address });
    // Beside the database.
    const pictures = picturesOf(seen, glyph);
    const neighbours = decision.neighbours.map((neighbour) => toNeighbour(neighbour, seen.labels));
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
    };
  }

  /** What may answer, what the writer drew lately where that had a say, and what to tell of it. */
  private conclude(
    decision: Decision,
    { options, wanted, serving, seen }: Pick<Work, 'options' | 'wanted' | 'serving' | 'seen'>,
    writer: Writer | null,
  ): { mayAnswer: readonly Candidate[]; prior?: KindPrior; judgement: Judgement } {
    const { card } = serving.version;
    const ofDecision = candidatesOf(decision, seen.labels, seen.allowed);
    const known = knownByOwn(decision.neighbours, decision.best, card.memory.beta);
    const prior = options.prior && writer ? this.recentKinds.priorOf(writer.id) : undefined;
    // What the writer taught needs no guess.
    const weighed = prior && !isKnown(known) ? withKindPrior(ofDecision, prior) : undefined;
    const mayAnswer = weighed ?? ofDecision;
    const likeness = this.likeness.of(seen.likeness);
    const judgement = judge(
      { task: wanted.task, candidates: mayAnswer, known, likeness },
      certaintyLimits(card, wanted.task),
    );
    return { mayAnswer, ...(prior && weighed && { prior }), judgement };
  }
}

const NO_LABELS: ReadonlySet<string> = new Set();

const isTask = (task: string): task is Task => (TASKS as readonly string[]).includes(task);

/** What may answer: without memory the network's classes alone. */
function mayAnswer(
  wanted: Wanted,
  { memory, version }: Pick<ServingModel, 'memory' | 'version'>,
  {
    options,
    writer,
    shared,
  }: {
    readonly options: PredictionOptions;
    readonly writer: Writer | null;
    readonly shared: ReadonlySet<string>;
  },
): { labels: readonly string[]; allowed: readonly boolean[] } {
  const labels = options.memory ? memory.labels : new LabelSpace(version.card);
  const symbols = options.memory ? symbolsFor(memory, writer?.id ?? null, shared) : [];
  return { labels: labels.labels, allowed: answerable(wanted, { labels, symbols }) };
}

const picturesOf = (
  { steps }: Recognised,
  glyph: Uint8Array,
): Pick<PredictionResponse, 'glyph' | 'steps'> => ({
  // As it is among the steps, where there are any.
  glyph: steps ? glyphPicture(glyph) : quickGlyphPicture(glyph),
  ...(steps && {
    steps: steps.map(({ name, width, height, pixels }) => ({
      name,
      width,
      height,
      picture: greyPngUrl(pixels, width, height),
    })),
  }),
});

/** All labels that may answer, best first; the answer itself leads also where rounding makes a tie. */
function candidatesOf(
  { probabilities, best }: Decision,
  labels: readonly string[],
  allowed: readonly boolean[],
): Candidate[] {
  return labels
    .flatMap((label, index) =>
      allowed[index] ? [{ label, probability: probabilities[index]!, index }] : [],
    )
    .sort(
      (a, b) =>
        b.probability - a.probability || Number(b.index === best) - Number(a.index === best),
    )
    .map(({ label, probability }) => ({ label, probability }));
}

/** Nearest first: the first with the label that was answered. */
const decidingSample = ({ neighbours, best }: Decision): string | null =>
  neighbours.find(({ classIndex }) => classIndex === best)?.sample.id ?? null;

const toNeighbour = (
  { sample, classIndex, similarity, own }: MemoryNeighbour,
  labels: readonly string[],
): PredictionResponse['neighbours'][number] => ({
  sampleId: sample.id,
  label: labels[classIndex]!,
  similarity: Math.min(1, Math.max(-1, similarity)),
  own,
  ...(own && { picture: quickGlyphPicture(sample.glyph) }),
});

const roundedShare = (share: number): number => Math.round(share * 1e4) / 1e4;

/** Microseconds are enough. */
const rounded = (milliseconds: number): number =>
  Math.max(0, Math.round(milliseconds * 1000) / 1000);
