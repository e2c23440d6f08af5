import { glyphFromStrokes, glyphToBytes } from '@inkling/ink';
import {
  answerGlyph,
  answerSpace,
  isSymbol,
  labelOf,
  likenessOf,
  priorOfKinds,
  RecentMap,
  seeGlyph,
  withKind,
  type DrawnKind,
  type LikenessReader,
  type MemoryNeighbour,
  type Network,
  type PenReader,
  type Task,
} from '@inkling/recognizer';
import { newDeviceId } from '@inkling/client';
import type { DeviceModel } from './device-model';
import { OWNER, type DeviceSample } from './device-sample';
import type { DeviceAlphabet, DeviceAnswer, Learned, ReadJob } from './protocol';

/** Answers that may still be corrected here. */
const MOST_ANSWERS = 50;

const NOBODY_ELSES: ReadonlySet<string> = new Set();

/** What a drawing is read with. */
export interface DrawingReaders {
  readonly model: DeviceModel;
  /** Absent where the server runs without them. */
  readonly likeness: LikenessReader | undefined;
  readonly pen: PenReader | undefined;
}

interface Answered {
  readonly task: Task;
  readonly network: Network;
  readonly label: string;
  readonly glyph: Uint8Array;
}

/** Reads drawings as the server does, with the networks and the memory that are handed to it. */
export class DeviceReader {
  private readonly answered = new RecentMap<string, Answered>(MOST_ANSWERS);
  private drawn: readonly DrawnKind[] = [];

  /**
   * @throws InkError for what can't be read
   * @throws NotAnswerableError where nothing of what is asked may be answered
   */
  async read(
    { task, strokes, top, drawing }: ReadJob,
    { model, likeness, pen }: DrawingReaders,
    alphabet: DeviceAlphabet | undefined,
  ): Promise<DeviceAnswer> {
    const start = performance.now();
    const { glyph } = glyphFromStrokes(strokes);
    const bytes = glyphToBytes(glyph);
    const normalised = performance.now();
    const { memory, file } = model;
    const { network, temperature } = file.card;
    const seen = await seeGlyph(glyph, model.session, {
      likeness: likeness?.session,
      pen: pen && { strokes, session: pen.session, weights: pen.weights[network], temperature },
    });
    const read = performance.now();
    const answering = { writerId: OWNER, memory: true, shared: NOBODY_ELSES };
    const wanted = { task, alphabet, allow: undefined };
    const space = answerSpace(wanted, { memory, card: file.card }, answering);
    const question = {
      ...{ ...seen, ...space, task, glyph: bytes, writerId: OWNER },
      likeness: seen.likeness && likeness && likenessOf(seen.likeness, likeness.limits),
      prior: priorOfKinds(this.drawn, Date.now()),
    };
    const { decision, mayAnswer, prior, judgement, decidedBy } = answerGlyph(
      question,
      file.card,
      memory,
    );
    const { label, probability } = mayAnswer[0]!;
    const { certainty, several, ambiguous } = judgement;
    const isKind = certainty === 'sure' && !isSymbol(label);
    const reading = { id: String(drawing), label: isKind ? label : undefined };
    this.drawn = withKind(this.drawn, reading, Date.now());
    const id = newDeviceId();
    this.answered.set(id, { task, network: file.network, label, glyph: bytes });
    const decided = performance.now();
    return {
      ...{ id, label, probability, certainty, certain: certainty === 'sure', decidedBy },
      ...(judgement.likeness !== undefined && { likeness: judgement.likeness }),
      ...(several && { several }),
      ...(ambiguous.length > 0 && { ambiguous: [...ambiguous] }),
      ...(prior && { prior }),
      candidates: mayAnswer.slice(0, top),
      neighbours: decision.neighbours.map((found) => neighbourOf(found, space.labels)),
      model: { id: file.id, version: file.version },
      timings: {
        preprocess: normalised - start,
        model: read - normalised,
        memory: decided - read,
        record: 0,
        total: decided - start,
      },
      glyph: bytes,
    };
  }

  /** What a label makes of an answer: a sample of it. `undefined` where the answer is none of the last ones. */
  sampleOf(answerId: string, given: string): DeviceSample | undefined {
    const answer = this.answered.get(answerId);
    const label = answer && labelOf(answer.task, given);
    if (label === undefined) return undefined;
    const { network, glyph } = answer!;
    const said = { revision: 1, saidAtMs: Date.now(), sent: false, embeddings: {} };
    return { id: answerId, predictionId: answerId, network, label, glyph, ...said };
  }

  /** @param symbolSamples own samples of it, this one too */
  learned({ id, label }: DeviceSample, symbolSamples: number): Learned {
    const confirms = this.answered.get(id)?.label === label;
    return { label, confirms, ...(isSymbol(label) && { symbolSamples }) };
  }

  /** Somebody else may draw next. */
  forget(): void {
    this.drawn = [];
  }
}

const neighbourOf = (
  { sample, classIndex, similarity }: MemoryNeighbour,
  labels: readonly string[],
) => ({
  sampleId: sample.id,
  label: labels[classIndex]!,
  similarity: Math.min(1, Math.max(-1, similarity)),
  glyph: sample.glyph,
});
