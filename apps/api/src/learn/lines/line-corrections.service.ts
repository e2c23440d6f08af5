import { Injectable } from '@nestjs/common';
import type { InkInput, LineCorrectionRequest, LineCorrectionResponse } from '@inkling/contract';
import { glyphToBytes } from '@inkling/ink';
import {
  characterTask,
  charactersOfText,
  classOfLabel,
  maskedReading,
  networkOfTask,
  normaliseRows,
  type ModelCard,
  type PlacedCharacter,
  type Task,
} from '@inkling/recognizer';
import { notFound } from '../../common/problem-error.js';
import { DatabaseState } from '../../database/database-state.js';
import { PeopleSettings } from '../../people/settings/people-settings.service.js';
import type { SeenCharacter } from '../../recognise/inference/protocol.js';
import type { ReadLine } from '../../recognise/serving/lines/lines-model.js';
import { LinesNetwork } from '../../recognise/serving/lines/lines-network.service.js';
import { LineMemory } from '../../recognise/lines/line-memory.service.js';
import { LineRecorder } from '../../recognise/lines/line-recorder.js';
import { LinesRepository, type LineDetail } from '../../recognise/lines/lines.repository.js';
import { LikenessNetwork } from '../../recognise/serving/likeness.service.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import type { ServingModel } from '../../recognise/serving/serving-model.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { checkedText } from './checked-text.js';
import { keptDrawing } from './kept-drawing.js';
import { LineCorrectionsRepository, type TaughtCharacter } from './line-corrections.repository.js';

/** What a corrected line teaches of single characters, and what it does not. */
interface Lesson {
  readonly modelVersionId: string | undefined;
  readonly taught: readonly TaughtCharacter[];
  readonly leftOut: LineCorrectionResponse['leftOut'];
}

const MOST_CANDIDATES = 5;

@Injectable()
export class LineCorrectionsService {
  constructor(
    private readonly lines: LinesRepository,
    private readonly corrections: LineCorrectionsRepository,
    private readonly network: LinesNetwork,
    private readonly memory: LineMemory,
    private readonly likeness: LikenessNetwork,
    private readonly serving: ServingService,
    private readonly people: PeopleSettings,
    private readonly database: DatabaseState,
    private readonly recorder: LineRecorder,
  ) {}

  /**
   * When this returns, the correction is in the database and what it teaches in the writer's memory.
   *
   * @throws ProblemError `newer_correction`
   */
  async correct(
    writerId: string,
    { lineId, text: given, previous }: LineCorrectionRequest,
  ): Promise<LineCorrectionResponse> {
    const line = await this.recorder.find(lineId, writerId, () =>
      this.lines.getOwn(writerId, lineId),
    );
    const text = checkedText(given, line.rows.length);
    const task = characterTask(line.task);
    const network = networkOfTask(task);
    const lesson = await this.lessonOf(line, text, task);
    const saved = await this.save({
      ...{ lineId, writerId, text, previous, task, network },
      modelVersionId: lesson.modelVersionId,
      taught: lesson.taught,
      autoReview: (await this.people.get()).review === 'auto',
    });
    if (!saved) throw notFound('line');
    const changed = saved.samples.map(({ sampleId }) => ({ id: sampleId, network }));
    await refreshSamples(this.serving, [...saved.withdrawn, ...changed]);
    await this.memory.refresh(writerId);
    return {
      id: saved.id,
      lineId,
      text,
      status: saved.status,
      confirms: text === line.text,
      samples: saved.samples.map(({ sampleId, given: label, at }) => ({ sampleId, label, at })),
      leftOut: lesson.leftOut,
    };
  }

  /** @returns whether it was a correction of a line */
  async takeBack(writerId: string, id: string): Promise<boolean> {
    const withdrawn = await this.corrections.takeBack(writerId, id);
    if (!withdrawn) return false;
    await refreshSamples(this.serving, withdrawn);
    return true;
  }

  private async save(correction: Parameters<LineCorrectionsRepository['save']>[0]) {
    try {
      const saved = await this.corrections.save(correction);
      this.database.noteKept();
      return saved;
    } catch (error) {
      this.database.noteFailure(error);
      throw error;
    }
  }

  /** Lays the text along the line and looks at each character by itself. */
  private async lessonOf(line: LineDetail, text: string, task: Task): Promise<Lesson> {
    const network = networkOfTask(task);
    if (!this.serving.get(network)) return { modelVersionId: undefined, taught: [], leftOut: [] };
    return this.serving.use(network, async (serving) => {
      const read = await this.network.read({
        drawing: keptDrawing(line),
        question: { task: line.task },
        top: 1,
        texts: text.split('\n'),
        characters: { versionId: serving.model.session },
      });
      return { modelVersionId: serving.version.id, ...this.sort(read, task, serving) };
    });
  }

  private sort(
    read: ReadLine,
    task: Task,
    serving: ServingModel,
  ): Pick<Lesson, 'taught' | 'leftOut'> {
    const taught: TaughtCharacter[] = [];
    const leftOut: LineCorrectionResponse['leftOut'] = [];
    for (const { at, placed, seen } of charactersOfText(read, task, (logits) =>
      this.likeness.of(logits),
    )) {
      if (typeof seen === 'string') leftOut.push({ label: placed.label, at, reason: seen });
      else taught.push(taughtOf(placed, seen, at, task, serving));
    }
    return { taught, leftOut };
  }
}

function taughtOf(
  { label: given, glyph, strokes }: PlacedCharacter,
  { logits, embedding }: SeenCharacter,
  at: number,
  task: Task,
  { version: { card } }: ServingModel,
): TaughtCharacter {
  return {
    at,
    given,
    // A symbol is its own label.
    label: classOfLabel(task, given) ?? given,
    glyph: Uint8Array.from(glyphToBytes(glyph!)),
    ink: strokes ? { strokes: strokes as unknown as InkInput['strokes'] } : null,
    candidates: candidatesOf(card, task, logits),
    embedding: normaliseRows(embedding, embedding.length),
  };
}

function candidatesOf(card: ModelCard, task: Task, logits: Float32Array) {
  const logProbabilities = maskedReading(card, task, logits);
  return card.labels
    .map((label, at) => ({ label, probability: Math.exp(logProbabilities[at]!) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_CANDIDATES);
}
