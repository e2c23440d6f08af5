import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { lineOptionsSchema, lineRequestSchema, type LineResponse } from '@inkling/contract';
import { glyphToBytes, type Stroke } from '@inkling/ink';
import {
  answerLine,
  isSymbolOfLine,
  labelsOfTask,
  networkOfTask,
  rememberCharacter,
  textSteps,
  withOwnWords,
  type AnsweredCharacter,
  type AnsweredLine,
  type LanguageSay,
  type LineQuestion,
  type LinesCard,
  type MemoryNeighbour,
  type ModelCard,
  type NetworkMemory,
  type Remembered,
  type Task,
} from '@inkling/recognizer';
import type { z } from 'zod';
import { newId } from '../../common/id.js';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';
import { ProblemError } from '../../common/problem-error.js';
import type { LineDrawing, ReadLine, SeenCharacter, WriterHabits } from '../inference/protocol.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { Timings } from '../predictions/new-prediction.js';
import type { DrawingRequest, ReadRequest } from '../predictions/prediction-request.js';
import type { Asking } from '../predictions/predictions.service.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { Language } from '../serving/lines/language.service.js';
import type { LineJob, LinesModel } from '../serving/lines/lines-model.js';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import { LineMemory } from './line-memory.service.js';
import { LineRecorder } from './line-recorder.js';
import type { KeptCharacter } from './new-line.js';

export type LineOptions = z.output<typeof lineOptionsSchema>;

/** Words of ten letters and their quotes, ten thousand of them. */
const LONGEST_FIELD = 400_000;

export const LINE_REQUEST: DrawingRequest<LineOptions> = {
  json: lineRequestSchema,
  options: lineOptionsSchema,
  fieldBytes: LONGEST_FIELD,
};

const MOST_CANDIDATES = 5;

/** Which network for single characters looks at those of a line. */
export const characterTask = (task: LineOptions['task']): Task =>
  task === 'digits' ? 'digits' : 'characters';

/** What is read, and what memory knows of each character. */
interface Seen {
  readonly read: ReadLine;
  readonly habits?: WriterHabits | undefined;
  readonly remembered: ReadonlyMap<string, Remembered>;
}

@Injectable()
export class LinesService {
  constructor(
    private readonly network: LinesNetwork,
    private readonly serving: ServingService,
    private readonly memory: LineMemory,
    private readonly pictures: Pictures,
    private readonly recorder: LineRecorder,
    private readonly language: Language,
  ) {}

  async read(
    { options, input }: ReadRequest<LineOptions>,
    { asker, identifiedAt }: Asking,
  ): Promise<LineResponse> {
    const start = performance.now();
    const writer = asker === 'unknown' ? null : asker;
    const isRecorded =
      options.id !== undefined &&
      asker !== 'unknown' &&
      (await this.recorder.has(options.id, writer?.id ?? null));
    const drawing = await this.drawingOf(input);
    const prepared = performance.now();
    const { version, seen } = await this.network.use(async (lines) => ({
      version: lines.version,
      seen: await this.see(drawing, options, lines, writer?.id ?? null),
    }));
    const answered = answerLine(
      seen.read.rows,
      options,
      {
        memoryWeight: version.card.memoryWeight,
        language: this.languageOf(version.card, seen.habits),
      },
      (row, at) => seen.remembered.get(`${row}/${at}`),
      options.top,
    );
    if (seen.read.rows.every(({ texts }) => texts.length === 0 || texts[0]!.text === '')) {
      throw nothingFits(options);
    }
    const { certainty } = version.card;
    const certain = answered.probability >= certainty[options.task];
    const byWriter = decidedByWriter(seen.read);
    const characters = answered.characters.map((character, at) =>
      toCharacter(character, certainty.character, byWriter.has(at)),
    );
    const decided = performance.now();
    const timingsUntil = (now: number): Timings => ({
      preprocess: rounded(prepared - start + seen.read.preprocessMs),
      model: rounded(decided - prepared - seen.read.preprocessMs - seen.read.memoryMs),
      memory: rounded(seen.read.memoryMs),
      record: rounded(now - decided),
      total: rounded(now - start),
    });
    const id = options.id ?? newId();
    const recorded =
      isRecorded ||
      (asker !== 'unknown' &&
        (await this.recorder.record(
          {
            id,
            isIdGiven: options.id !== undefined,
            writerId: writer?.id ?? null,
            task: options.task,
            modelVersionId: version.id,
            ink: input.kind === 'ink' ? input.ink : null,
            strips: stripBytes(seen.read),
            rows: seen.read.rows.map(
              ({ width, slope = 0, placement: { scale, offsetX, offsetY } }) => ({
                ...{ width, slope, scale, offsetX, offsetY },
              }),
            ),
            text: answered.text,
            probability: answered.probability,
            certain,
            alternatives: answered.alternatives,
            characters: characters.map(({ neighbours: _, ...kept }) => kept),
            options: {
              allow: options.allow,
              pattern: options.pattern,
              words: options.words?.length,
              memory: options.memory,
            },
            timings: timingsUntil(performance.now()),
            replaces: options.replaces,
          },
          identifiedAt,
        )));
    return {
      id,
      task: options.task,
      text: answered.text,
      probability: roundedShare(answered.probability),
      certain,
      alternatives: alternativesOf(answered),
      characters,
      model: { id: version.id, version: version.version },
      timings: timingsUntil(performance.now()),
      recorded,
      correctable: recorded && writer !== null,
    };
  }

  /** As the thread hears it that reads the line. */
  private languageOf(
    { language }: LinesCard,
    habits: WriterHabits | undefined,
  ): LanguageSay | undefined {
    const { model } = this.language;
    return language && model && { ...language, model: withOwnWords(model, habits?.words) };
  }

  private async drawingOf(input: ReadRequest['input']): Promise<LineDrawing> {
    // The schema checked the number of values; packages/ink judges them.
    if (input.kind === 'ink') {
      return { kind: 'ink', strokes: input.ink.strokes as unknown as Stroke[] };
    }
    return { kind: 'rows', rows: await this.pictures.readRows(input.bytes) };
  }

  /** The network for lines, the one for single characters where that is unsure, and memory of those where there is any. */
  private async see(
    drawing: LineDrawing,
    options: LineOptions,
    lines: LinesModel,
    writerId: string | null,
  ): Promise<Seen> {
    const question: LineQuestion = options;
    const habits =
      options.memory && writerId !== null ? await this.memory.habitsOf(writerId, lines) : undefined;
    const job = { drawing, question, writer: habits, top: Math.max(options.top, 5) };
    const task = characterTask(options.task);
    const network = networkOfTask(task);
    const without = async (asked: LineJob) => ({
      read: await lines.read(asked),
      remembered: new Map<string, Remembered>(),
      habits,
    });
    if (!this.serving.get(network)) return without(job);
    return this.serving.use(network, async (serving) => {
      const { version, model } = serving;
      const second = { versionId: model.session, card: singlesOf(version.card), task };
      const seeing = { ...job, second };
      if (!options.memory || !mayRemember(serving, writerId)) return without(seeing);
      const allowed = allowedInLine(serving.memory, writerId, task);
      const limit = serving.version.card.memory.nearest;
      return serving.rememberAll({ writerId, allowed, limit }, async (search, found) => {
        const characters = { versionId: serving.model.session, search };
        const read = await lines.read({ ...seeing, characters });
        const remembered = rememberAll(read, serving, found, writerId, allowed);
        return { read, remembered, habits };
      });
    });
  }
}

/** By index in memory's label space: classes, and symbols of the writer's own that may stand in a line. */
function allowedInLine(memory: NetworkMemory, writerId: string | null, task: Task): boolean[] {
  const { labels } = memory;
  const symbols = memory
    .symbolsFor(writerId)
    .own.filter((index) => isSymbolOfLine(labels.labelAt(index)));
  return labels.maskOf([...labels.indicesOf(labelsOfTask(task)), ...symbols]);
}

/** What goes to the worker with each line. */
const singlesOf = ({ labels, temperature }: ModelCard) => ({ labels, temperature });

/** Without samples that could have a say, looking at each character is of no use. */
const mayRemember = ({ memory }: ServingModel, writerId: string | null): boolean =>
  memory.size.shared > 0 || memory.countOf(writerId) > 0;

function rememberAll(
  { rows, seen }: ReadLine,
  serving: ServingModel,
  found: (hits: NonNullable<SeenCharacter['hits']>) => readonly MemoryNeighbour[],
  writerId: string | null,
  allowed: readonly boolean[],
): Map<string, Remembered> {
  return new Map(
    seen.map((character) => {
      const { row, at, hits } = character;
      const placed = rows[row]!.characters[at]!;
      const { card } = serving.version;
      const question = { writerId, allowed, found: found(hits!) };
      return [
        `${row}/${at}`,
        rememberCharacter(placed, character, card, serving.memory, question),
      ] as const;
    }),
  );
}

/** Places, spaces aside, of characters that would be others without what the writer taught. */
function decidedByWriter({ rows }: ReadLine): ReadonlySet<number> {
  const places = new Set<number>();
  let place = 0;
  for (const { texts, alone } of rows) {
    const text = texts[0]?.text ?? '';
    for (const { before, after } of textSteps(alone ?? text, text)) {
      if (after === '' || after === ' ') continue;
      if (before !== after) places.add(place);
      place++;
    }
  }
  return places;
}

function nothingFits({ pattern, words, allow }: LineOptions): ProblemError {
  const asked = [
    ...(pattern === undefined ? [] : ['the pattern']),
    ...(words ? ['the list of words'] : []),
    ...(allow ? ['the allowed characters'] : []),
  ];
  const detail =
    asked.length > 0
      ? `Nothing that fits ${asked.join(' and ')} can be written on so little room. Ask for less, or write more.`
      : 'There is nothing that looks like characters. Write or photograph a number or words.';
  return new ProblemError(asked.length > 0 ? 'nothing_fits' : 'nothing_drawn', detail);
}

function toCharacter(
  character: AnsweredCharacter,
  sureFrom: number,
  isByWriter: boolean,
): KeptCharacter & Pick<LineResponse['characters'][number], 'neighbours'> {
  const { label, probability, candidates, box, row, decidedBy, neighbours } = character;
  return {
    label,
    probability: roundedShare(probability),
    certain: probability >= sureFrom,
    candidates: candidates
      .slice(0, MOST_CANDIDATES)
      .map((candidate) => ({ ...candidate, probability: roundedShare(candidate.probability) })),
    box: box.map((value) => Math.round(value * 10) / 10) as [number, number, number, number],
    row,
    decidedBy: isByWriter ? 'memory' : decidedBy,
    neighbours: neighbours.map(({ sample, similarity, own, label: known }) => ({
      sampleId: sample.id,
      label: known,
      similarity: Math.min(1, Math.max(-1, similarity)),
      own,
      ...(own && { picture: quickGlyphPicture(sample.glyph) }),
    })),
  };
}

const alternativesOf = ({ alternatives }: AnsweredLine): LineResponse['alternatives'] =>
  alternatives.map(({ text, probability }) => ({ text, probability: roundedShare(probability) }));

const stripBytes = ({ rows }: ReadLine): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(rows.map(({ values }) => glyphToBytes(values))));

const roundedShare = (share: number): number =>
  Math.min(1, Math.max(0, Math.round(share * 1e4) / 1e4));

/** Microseconds are enough. */
const rounded = (milliseconds: number): number =>
  Math.max(0, Math.round(milliseconds * 1000) / 1000);
