import { glyphToBytes, stripFromStrokes, type Strip } from '@inkling/ink';
import {
  adaptToWriter,
  ALIKE_FROM,
  answerLine,
  chooseSlant,
  classOfLabel,
  countWords,
  LabelSpace,
  lossOfRows,
  MOST_SLANT_ROWS,
  likenessOf,
  NetworkMemory,
  normaliseRows,
  placeCharacters,
  placeText,
  readRowTwice,
  rememberCharacter,
  slanted,
  slantStage,
  SLANTS,
  whyLeftOut,
  withOwnWords,
  withWriter,
  type KnownRow,
  type LikenessReader,
  type NetworkSession,
  type PlacedCharacter,
  type Remembered,
  type Slant,
  type SequenceSession,
  type SequenceSettings,
} from '@inkling/recognizer';
import type { WrittenLine } from '../../data/unipen-lines.js';
import { groupBy } from '../../data/group-by.js';
import type { ModelFolder } from '../../judge/evaluation/model-folder.js';

/** The networks that take part in reading a line. */
export interface Readers {
  readonly lines: { readonly session: SequenceSession; readonly settings: SequenceSettings };
  readonly characters: { readonly session: NetworkSession; readonly card: ModelFolder['card'] };
  readonly likeness: LikenessReader;
}

/** Words of one writer: some are corrected, the next ones read. */
export interface Lesson {
  readonly taught: readonly WrittenLine[];
  readonly asked: readonly WrittenLine[];
}

const WRITER = 'writer';
const TASK = 'characters';
const TEXT = { task: 'text' } as const;

/**
 * Lessons of writers with enough words, in the order in which they wrote them.
 *
 * @param most lessons of one writer
 */
export const lessonsOf = (
  words: readonly WrittenLine[],
  taught: number,
  asked: number,
  most: number,
): Lesson[][] =>
  [...groupBy(words, ({ writer }) => writer).values()]
    .filter(({ length }) => length >= taught + asked)
    .map((own) =>
      Array.from({ length: Math.min(most, Math.floor(own.length / (taught + asked))) }, (_, at) => {
        const from = at * (taught + asked);
        return {
          taught: own.slice(from, from + taught),
          asked: own.slice(from + taught, from + taught + asked),
        };
      }),
    );

/** What is read of each word that is asked, by the network alone, with the writer's slant, with their layer, with their words, and for each weight of memory besides. */
export async function runLesson(
  { taught, asked }: Lesson,
  readers: Readers,
  weights: readonly number[],
): Promise<{
  readonly alone: string[];
  readonly straightened: string[];
  readonly adapted: string[];
  readonly withWords: string[];
  readonly withMemory: string[][];
  readonly samples: number;
}> {
  const memory = new NetworkMemory(
    readers.characters.card.embeddingSize,
    LabelSpace.ofNetwork(TASK),
  );
  let samples = 0;
  for (const word of taught) samples += await teach(word, readers, memory, samples);
  const { session, settings } = readers.lines;
  const slant = await slantOf(taught, readers.lines);
  const known = await knownRows(taught, session, slant);
  const layer = adaptToWriter(known, settings);
  const knowingWords = withWords(settings, taught);
  const alone: string[] = [];
  const straightened: string[] = [];
  const adapted: string[] = [];
  const withOwnWords: string[] = [];
  const withMemory: string[][] = weights.map(() => []);
  for (const { strokes } of asked) {
    const strip = stripFromStrokes(strokes);
    const plain = await readRowTwice(strip, await session.run(strip), settings, TEXT, 5);
    const straight = stripFromStrokes(slanted(strokes, slant));
    const output = await session.run(straight);
    const upright = await readRowTwice(straight, output, settings, TEXT, 5);
    const logits = layer ? withWriter(output, layer) : output.logits;
    const moved = await readRowTwice(straight, { ...output, logits }, settings, TEXT, 5);
    const read = await readRowTwice(straight, { ...output, logits }, knowingWords, TEXT, 5);
    const characters = placeCharacters(straight, read.characters, strokes, true, slant);
    const remembered: (Remembered | undefined)[] = [];
    for (const character of characters) {
      remembered.push(character.glyph && (await remember(character, readers, memory)));
    }
    alone.push(plain.texts[0]?.text ?? '');
    straightened.push(upright.texts[0]?.text ?? '');
    adapted.push(moved.texts[0]?.text ?? '');
    withOwnWords.push(read.texts[0]?.text ?? '');
    weights.forEach((memoryWeight, at) => {
      const rows = [{ texts: read.texts, characters }];
      const { text } = answerLine(
        rows,
        TEXT,
        { memoryWeight, language: knowingWords.language },
        (_, place) => remembered[place],
        1,
      );
      withMemory[at]!.push(text);
    });
  }
  return { alone, straightened, adapted, withWords: withOwnWords, withMemory, samples };
}

async function knownRows(
  taught: Lesson['taught'],
  session: SequenceSession,
  slant: Slant,
): Promise<KnownRow[]> {
  const known: KnownRow[] = [];
  for (const { text, strokes } of taught) {
    known.push({ ...(await session.run(stripFromStrokes(slanted(strokes, slant)))), text });
  }
  return known;
}

/** As the server chooses it: now and then, by the newest rows. */
async function slantOf(
  taught: Lesson['taught'],
  { session, settings }: Readers['lines'],
): Promise<Slant> {
  const rows = taught.slice(0, slantStage(taught.length)).slice(-MOST_SLANT_ROWS);
  const losses: number[] = [];
  for (const slant of SLANTS) {
    losses.push(lossOfRows(await knownRows(rows, session, slant), settings));
  }
  return chooseSlant(losses);
}

/** Reading that expects the words that were taught, as the server does. */
const withWords = (settings: SequenceSettings, taught: Lesson['taught']): SequenceSettings => {
  const { language } = settings;
  const counts = countWords(taught.map(({ text }) => text));
  return language
    ? { ...settings, language: { ...language, model: withOwnWords(language.model, counts) } }
    : settings;
};

const allowed = LabelSpace.ofNetwork(TASK).mask(LabelSpace.ofNetwork(TASK).labels);

async function remember(
  character: PlacedCharacter,
  { characters: { session, card } }: Readers,
  memory: NetworkMemory,
): Promise<Remembered> {
  const { logits, embeddings: embedding } = await session.run(character.glyph!, 1);
  const look = { logits, embedding };
  return rememberCharacter(character, look, card, memory, { writerId: WRITER, allowed });
}

/** As a correction of the line does. @returns how many characters it taught */
async function teach(
  { text, strokes }: WrittenLine,
  { lines, characters, likeness }: Readers,
  memory: NetworkMemory,
  first: number,
): Promise<number> {
  const strip: Strip & { placement: ReturnType<typeof stripFromStrokes>['placement'] } =
    stripFromStrokes(strokes);
  const read = placeText(strip, await lines.session.run(strip), lines.settings, text) ?? [];
  const placed = placeCharacters(strip, read, strokes);
  let count = 0;
  for (const [at, { glyph, label }] of placed.entries()) {
    if (!glyph) continue;
    const { several } = likenessOf((await likeness.session.run(glyph, 1)).logits, likeness.limits);
    if (whyLeftOut(placed, at, TASK, several >= ALIKE_FROM)) continue;
    const { embeddings } = await characters.session.run(glyph, 1);
    memory.put({
      id: String(first + count++),
      revision: 1,
      saidAtMs: first + count,
      writerId: WRITER,
      glyph: glyphToBytes(glyph),
      embedding: normaliseRows(embeddings, embeddings.length),
      ownClass: characters.card.labels.indexOf(classOfLabel(TASK, label)!),
      sharedClass: null,
    });
  }
  return count;
}
