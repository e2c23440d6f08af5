import { Injectable } from '@nestjs/common';
import type { InkInput, LineCorrectionRequest, LineCorrectionResponse } from '@inkling/contract';
import { glyphFromBytes, glyphToBytes, STRIP_HEIGHT, type Stroke } from '@inkling/ink';
import {
  ALIKE_FROM,
  classOfLabel,
  maskedLogProbabilities,
  networkOfTask,
  normaliseRows,
  whyLeftOut,
  type Task,
} from '@inkling/recognizer';
import { notFound, ProblemError } from '../../common/problem-error.js';
import { DatabaseState } from '../../database/database-state.js';
import { PeopleSettings } from '../../people/settings/people-settings.service.js';
import type { LineDrawing, ReadLine, SeenCharacter } from '../../recognise/inference/protocol.js';
import { LinesNetwork } from '../../recognise/serving/lines/lines-network.service.js';
import { LinesRepository, type LineDetail } from '../../recognise/lines/lines.repository.js';
import { characterTask } from '../../recognise/lines/lines.service.js';
import { allowedClasses } from '../../recognise/predictions/allowed-classes.js';
import { LikenessNetwork } from '../../recognise/serving/likeness.service.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import type { ServingModel } from '../../recognise/serving/serving-model.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
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
    private readonly likeness: LikenessNetwork,
    private readonly serving: ServingService,
    private readonly people: PeopleSettings,
    private readonly database: DatabaseState,
  ) {}

  /** When this returns, the correction is in the database and what it teaches in the writer's memory. */
  async correct(
    writerId: string,
    { lineId, text: given }: LineCorrectionRequest,
  ): Promise<LineCorrectionResponse> {
    const line = await this.lines.getOwn(writerId, lineId);
    if (!line) throw notFound('line');
    const text = checkedText(given, line);
    const task = characterTask(line.task);
    const network = networkOfTask(task);
    const lesson = await this.lessonOf(line, text, task);
    const saved = await this.save({
      ...{ lineId, writerId, text, task, network },
      modelVersionId: lesson.modelVersionId,
      taught: lesson.taught,
      autoReview: (await this.people.get()).review === 'auto',
    });
    if (!saved) throw notFound('line');
    const changed = saved.samples.map(({ sampleId }) => ({ id: sampleId, network }));
    await refreshSamples(this.serving, [...saved.withdrawn, ...changed]);
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
        drawing: drawingOf(line),
        question: { task: line.task },
        top: 1,
        texts: text.split('\n'),
        characters: { versionId: serving.model.session },
      });
      return { modelVersionId: serving.version.id, ...this.sort(read, task, serving) };
    });
  }

  private sort(
    { rows, seen }: ReadLine,
    task: Task,
    serving: ServingModel,
  ): Pick<Lesson, 'taught' | 'leftOut'> {
    const seenAt = new Map(seen.map((one) => [`${one.row}/${one.at}`, one]));
    const taught: TaughtCharacter[] = [];
    const leftOut: LineCorrectionResponse['leftOut'] = [];
    // Places in the whole text: rows are joined by a line feed.
    let first = 0;
    for (const [row, { characters, texts }] of rows.entries()) {
      for (const [inRow, character] of characters.entries()) {
        if (character.label === ' ') continue;
        const at = first + inRow;
        const look = seenAt.get(`${row}/${inRow}`);
        const several = (this.likeness.of(look?.likeness)?.several ?? 0) >= ALIKE_FROM;
        const reason = whyLeftOut(characters, inRow, task, several);
        if (reason || !look) {
          leftOut.push({ label: character.label, at, reason: reason ?? 'not told apart' });
        } else taught.push(taughtOf(character, look, at, task, serving));
      }
      first += (texts[0]?.text.length ?? 0) + 1;
    }
    return { taught, leftOut };
  }
}

function taughtOf(
  { label: given, glyph, strokes }: ReadLine['rows'][number]['characters'][number],
  { logits, embedding }: SeenCharacter,
  at: number,
  task: Task,
  { version: { card } }: ServingModel,
): TaughtCharacter {
  return {
    at,
    given,
    label: classOfLabel(task, given)!,
    glyph: Uint8Array.from(glyphToBytes(glyph!)),
    ink: strokes ? { strokes: strokes as unknown as InkInput['strokes'] } : null,
    candidates: candidatesOf(logits, card.labels, card.temperature, task),
    embedding: normaliseRows(embedding, embedding.length),
  };
}

function candidatesOf(
  logits: Float32Array,
  labels: readonly string[],
  temperature: number,
  task: Task,
) {
  const allowed = allowedClasses(task, undefined).flatMap((isAllowed, at) =>
    isAllowed ? [at] : [],
  );
  const logProbabilities = maskedLogProbabilities(logits, temperature, allowed);
  return allowed
    .map((at) => ({ label: labels[at]!, probability: Math.exp(logProbabilities[at]!) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_CANDIDATES);
}

/** What is kept of a line, to be read once more. */
function drawingOf({ ink, strips, rows }: LineDetail): LineDrawing {
  if (ink) return { kind: 'ink', strokes: ink.strokes as unknown as Stroke[] };
  let from = 0;
  return {
    kind: 'rows',
    rows: rows.map(({ width, slope, ...placement }) => {
      const bytes = strips.subarray(from, (from += width * STRIP_HEIGHT));
      return { width, slope, placement, values: glyphFromBytes(bytes) };
    }),
  };
}

function checkedText(given: string, { rows }: Pick<LineDetail, 'rows'>): string {
  const text = given
    .split('\n')
    .map((row) => row.trim().replace(/ +/g, ' '))
    .join('\n');
  const parts = text.split('\n');
  if (parts.length !== rows.length) {
    throw refused(
      rows.length === 1
        ? 'The line has one row. Write its text without a line feed.'
        : `The line has ${rows.length} rows. Write the text of each, with a line feed between them.`,
    );
  }
  if (parts.includes('')) throw refused('A row is empty. Write what each row says.');
  return text;
}

const refused = (detail: string): ProblemError =>
  new ProblemError('invalid_request', detail, { errors: [{ pointer: '/text', detail }] });
