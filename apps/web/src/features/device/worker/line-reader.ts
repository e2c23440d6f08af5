import { glyphToBytes, type Stroke } from '@inkling/ink';
import {
  allowedInLine,
  answerReadLine,
  characterTask,
  charactersOfText,
  checkedLineText,
  classOfLabel,
  glyphsOfLine,
  likenessOf,
  mayRemember,
  networkOfTask,
  normaliseRows,
  readDrawnRow,
  RecentMap,
  rememberLine,
  rowsOfDrawing,
  seeCharacters,
  sequenceSettings,
  shownLine,
  textsToRead,
  type CharacterOfText,
  type DrawnRow,
  type Language,
  type LikenessReader,
  type LineQuestion,
  type ReadDrawnRow,
  type RowsQuestion,
  type SequenceSettings,
  type WriterHabits,
} from '@inkling/recognizer';
import { newDeviceId } from '@inkling/client';
import type { DeviceLines } from './device-lines';
import type { DeviceModel } from './device-model';
import { OWNER, type DeviceSample } from './device-sample';
import type { UnsentLesson } from './line-lessons';
import type { DeviceLineAnswer, LearnedLine, ReadLineJob } from './protocol';

/** Answers that may still be corrected here. */
const MOST_ANSWERS = 20;

/** What a line is read with. */
export interface LineReaders {
  readonly lines: DeviceLines;
  /** The network for single characters, with its memory. */
  readonly singles: DeviceModel;
  readonly language: Language | undefined;
  readonly likeness: LikenessReader | undefined;
  readonly habits: WriterHabits;
}

interface AnsweredLine {
  readonly task: LineQuestion['task'];
  readonly rows: readonly DrawnRow[];
  readonly text: string;
}

/** What a text of a line teaches. */
export interface LineLesson {
  readonly samples: readonly DeviceSample[];
  readonly lesson: UnsentLesson;
  readonly learned: LearnedLine;
}

/** Reads lines as the server does, with the networks and the memory that are handed to it. */
export class LineReader {
  private readonly answered = new RecentMap<string, AnsweredLine>(MOST_ANSWERS);

  /**
   * @throws InkError for what can't be read
   * @throws NothingReadError where nothing fits what is asked for
   */
  async read(
    { strokes, question, top }: Pick<ReadLineJob, 'strokes' | 'question' | 'top'>,
    { lines, singles, language, likeness, habits }: LineReaders,
  ): Promise<DeviceLineAnswer> {
    const start = performance.now();
    const rows = rowsOfDrawing({ kind: 'ink', strokes });
    const normalised = performance.now();
    const { card, id: modelId, version } = lines.file;
    const { memory, session } = singles;
    const task = characterTask(question.task);
    const second = { session, card: singles.file.card, task, likeness };
    const remembers = mayRemember(memory, OWNER);
    const asked = { question, top: textsToRead(top), writer: habits, wantsGlyphs: remembers };
    const settings = sequenceSettings(card, question.task, { language, singles: second });
    const read = await readAll(rows, undefined, lines, settings, asked);
    const modelled = performance.now();
    const seen = remembers ? await seeCharacters(glyphsOfLine(read), session) : [];
    const remembered = rememberLine(
      read,
      seen,
      { card: singles.file.card, memory },
      { writerId: OWNER, allowed: allowedInLine(memory, OWNER, task) },
    );
    const seenLine = { rows: read, remembered, words: habits.words };
    const answered = answerReadLine(seenLine, question, card, language, top);
    const id = newDeviceId();
    this.answered.set(id, { task: question.task, rows, text: answered.text });
    const decided = performance.now();
    return {
      ...{ id, ...shownLine(answered), model: { id: modelId, version } },
      timings: {
        preprocess: normalised - start,
        model: modelled - normalised,
        memory: decided - modelled,
        record: 0,
        total: decided - start,
      },
    };
  }

  /** What an answer was read as; `undefined` where it is none of the last ones. */
  taskOf(answerId: string): LineQuestion['task'] | undefined {
    return this.answered.get(answerId)?.task;
  }

  /**
   * What a text teaches of an answer: its characters that can be told apart, and its rows. `undefined` where the answer is
   * none of the last ones.
   *
   * @throws LineTextError
   */
  async lessonOf(
    answerId: string,
    given: string,
    { lines, singles, likeness }: Pick<LineReaders, 'lines' | 'singles' | 'likeness'>,
  ): Promise<LineLesson | undefined> {
    const answer = this.answered.get(answerId);
    if (!answer) return undefined;
    const { rows, task: lineTask } = answer;
    const text = checkedLineText(given, rows.length);
    const texts = text.split('\n');
    const task = characterTask(lineTask);
    const settings = sequenceSettings(lines.file.card, lineTask, NO_HELPERS);
    const asked = { question: { task: lineTask }, top: 1, wantsGlyphs: true };
    const laid = await readAll(rows, texts, lines, settings, asked);
    const seen = await seeCharacters(glyphsOfLine(laid), singles.session, likeness?.session);
    const characters = charactersOfText({ rows: laid, seen }, task, (logits) =>
      logits && likeness ? likenessOf(logits, likeness.limits) : undefined,
    );
    const saidAtMs = Date.now();
    const samples = characters.flatMap((character) =>
      sampleOf(character, { answerId, saidAtMs, singles, task }),
    );
    const lesson = {
      ...{ lineId: answerId, task: lineTask, saidAtMs },
      rows: rows.map(({ width, values, strokes }, at) => ({
        ...{ text: texts[at]!, width, strip: glyphToBytes(values) },
        strokes: strokes as readonly Stroke[],
      })),
    };
    const learned = {
      ...{ text, confirms: text === answer.text },
      samples: characters.flatMap(({ at, placed, seen: look }) =>
        typeof look === 'string' ? [] : [{ ...idOf(answerId, at), label: placed.label, at }],
      ),
      leftOut: characters.flatMap(({ at, placed, seen: look }) =>
        typeof look === 'string' ? [{ label: placed.label, at, reason: look }] : [],
      ),
    };
    return { samples, lesson, learned };
  }
}

const NO_HELPERS = { language: undefined, singles: undefined };

async function readAll(
  rows: readonly DrawnRow[],
  texts: readonly string[] | undefined,
  { session }: DeviceLines,
  settings: SequenceSettings,
  asked: RowsQuestion,
): Promise<ReadDrawnRow[]> {
  const read: ReadDrawnRow[] = [];
  for (const [at, row] of rows.entries()) {
    read.push(await readDrawnRow(row, texts?.[at], session, settings, asked));
  }
  return read;
}

/** Of a character of a line, by its place in the text. */
const idOf = (answerId: string, at: number) => ({ sampleId: `${answerId}/${at}` });

interface Lesson {
  readonly answerId: string;
  readonly saidAtMs: number;
  readonly singles: DeviceModel;
  readonly task: ReturnType<typeof characterTask>;
}

function sampleOf(
  { at, placed: { label, glyph }, seen }: CharacterOfText,
  { answerId, saidAtMs, singles, task }: Lesson,
): DeviceSample[] {
  if (typeof seen === 'string') return [];
  const embedding = normaliseRows(seen.embedding, seen.embedding.length);
  return [
    {
      ...{ id: idOf(answerId, at).sampleId, predictionId: answerId, saidAtMs },
      ...{ network: networkOfTask(task), revision: 1, sent: false },
      // A symbol is its own label.
      label: classOfLabel(task, label) ?? label,
      glyph: glyphToBytes(glyph!),
      embeddings: { [singles.file.id]: embedding },
    },
  ];
}
