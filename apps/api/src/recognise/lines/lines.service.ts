import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { lineOptionsSchema, lineRequestSchema, type LineResponse } from '@inkling/contract';
import { glyphToBytes, STRIP_HEIGHT, type Step, type Stroke } from '@inkling/ink';
import {
  allowedInLine,
  answerReadLine,
  characterTask,
  mayRemember,
  networkOfTask,
  NothingReadError,
  rememberLine,
  shownLine,
  textsToRead,
  type LineAnswer,
  type LineDrawing,
  type LineQuestion,
  type LineSeen,
  type LinesCard,
  type ModelCard,
  type ShownCharacter,
  type WriterHabits,
} from '@inkling/recognizer';
import type { z } from 'zod';
import { mayLook } from '../../http/access/standing.js';
import { newId } from '../../common/id.js';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';
import { ProblemError } from '../../common/problem-error.js';
import { stepPicture } from '../../common/step-picture.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { Timings } from '../predictions/new-prediction.js';
import type { DrawingRequest, ReadRequest } from '../predictions/prediction-request.js';
import type { Asking } from '../predictions/predictions.service.js';
import { LikenessNetwork } from '../serving/likeness.service.js';
import { ServingService } from '../serving/serving.service.js';
import { Language } from '../serving/lines/language.service.js';
import type { LineJob, LinesModel, ReadLine } from '../serving/lines/lines-model.js';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import { LineMemory } from './line-memory.service.js';
import { LineRecorder } from './line-recorder.js';

export type LineOptions = z.output<typeof lineOptionsSchema>;

/** Words of ten letters and their quotes, ten thousand of them. */
const LONGEST_FIELD = 400_000;

export const LINE_REQUEST: DrawingRequest<LineOptions> = {
  json: lineRequestSchema,
  options: lineOptionsSchema,
  fieldBytes: LONGEST_FIELD,
};

/** What is read, and what memory knows of each character. */
interface Seen extends LineSeen {
  readonly read: ReadLine;
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
    private readonly likeness: LikenessNetwork,
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
    const { drawing, steps } = await this.drawingOf(input, options.explain);
    const prepared = performance.now();
    const { version, language, seen } = await this.network.use(async (lines) => ({
      version: lines.version,
      language: lines.language.of(this.language.model),
      seen: await this.see(drawing, options, lines, writer?.id ?? null),
    }));
    const answered = answerOf(seen, options, version.card, language);
    // A key in a page is anyone's: it shows nothing that its owner drew before.
    const showsOwn = mayLook(writer, 'predictions:own');
    const shown = shownLine(answered);
    const characters = shown.characters.map((character) => toCharacter(character, showsOwn));
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
            certain: answered.certain,
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
    const explained = options.explain && {
      steps: (steps ?? stripSteps(seen.read)).map(stepPicture),
    };
    return {
      id,
      task: options.task,
      ...shown,
      characters,
      model: { id: version.id, version: version.version },
      timings: timingsUntil(performance.now()),
      recorded,
      correctable: recorded && writer !== null,
      ...explained,
    };
  }

  /** @returns the steps of a picture, where they are asked for */
  private async drawingOf(
    input: ReadRequest['input'],
    explain: boolean,
  ): Promise<{ readonly drawing: LineDrawing; readonly steps?: readonly Step[] }> {
    // The schema checked the number of values; packages/ink judges them.
    if (input.kind === 'ink') {
      return { drawing: { kind: 'ink', strokes: input.ink.strokes as unknown as Stroke[] } };
    }
    const { rows, ...explained } = await this.pictures.readRows(input.bytes, explain);
    return { drawing: { kind: 'rows', rows }, ...explained };
  }

  /** By the writer's habits, where these may have a say. */
  private see(
    drawing: LineDrawing,
    options: LineOptions,
    lines: LinesModel,
    writerId: string | null,
  ): Promise<Seen> {
    const seeBy = (habits: WriterHabits | undefined) =>
      this.seeBy(habits, drawing, options, lines, writerId);
    return options.memory && writerId !== null
      ? this.memory.withHabits(writerId, lines, seeBy)
      : seeBy(undefined);
  }

  /** The network for lines, the one for single characters where that is unsure, and memory of those where there is any. */
  private async seeBy(
    habits: WriterHabits | undefined,
    drawing: LineDrawing,
    options: LineOptions,
    lines: LinesModel,
    writerId: string | null,
  ): Promise<Seen> {
    const question: LineQuestion = options;
    const job = { drawing, question, writer: habits, top: textsToRead(options.top) };
    const task = characterTask(options.task);
    const network = networkOfTask(task);
    const words = habits?.words;
    const without = async (asked: LineJob): Promise<Seen> => {
      const read = await lines.read(asked);
      return { read, rows: read.rows, remembered: new Map(), words };
    };
    if (!this.serving.get(network)) return without(job);
    return this.serving.use(network, async (serving) => {
      const { memory, model } = serving;
      const { card } = serving.version;
      const likenessLimits = this.likeness.file?.card.limits;
      const second = { versionId: model.session, card: singlesOf(card), task, likenessLimits };
      const seeing = { ...job, second };
      if (!options.memory || !mayRemember(memory, writerId)) return without(seeing);
      const allowed = allowedInLine(memory, writerId, task);
      const limit = card.memory.nearest;
      return serving.rememberAll({ writerId, allowed, limit }, async (search, found) => {
        const characters = { versionId: model.session, search };
        const read = await lines.read({ ...seeing, characters });
        const remembered = rememberLine(
          read.rows,
          read.seen,
          { card, memory },
          {
            ...{ writerId, allowed },
            found: ({ hits }) => found(hits!),
          },
        );
        return { read, rows: read.rows, remembered, words };
      });
    });
  }
}

/** @throws ProblemError `nothing_fits`, `nothing_drawn` */
function answerOf(
  seen: LineSeen,
  options: LineOptions,
  card: LinesCard,
  language: ReturnType<LinesModel['language']['of']>,
): LineAnswer {
  try {
    return answerReadLine(seen, options, card, language, options.top);
  } catch (error) {
    if (error instanceof NothingReadError) throw new ProblemError(error.code, error.message);
    throw error;
  }
}

/** What goes to the worker with each line. */
const singlesOf = ({ labels, temperature }: ModelCard) => ({ labels, temperature });

/** @param showsOwn whether who asks may see what the writer drew before */
const toCharacter = (
  { neighbours, ...character }: ShownCharacter,
  showsOwn: boolean,
): LineResponse['characters'][number] => ({
  ...character,
  neighbours: neighbours.map(({ glyph, ...neighbour }) => ({
    ...neighbour,
    ...(neighbour.own && showsOwn && { picture: quickGlyphPicture(glyph) }),
  })),
});

/** Of ink, which is parted into rows and fitted into strips at once. */
const stripSteps = ({ rows }: ReadLine): Step[] =>
  rows.map(({ width, values }) => {
    return { name: 'strip', width, height: STRIP_HEIGHT, pixels: glyphToBytes(values) };
  });

const stripBytes = ({ rows }: ReadLine): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(rows.map(({ values }) => glyphToBytes(values))));

/** Microseconds are enough. */
const rounded = (milliseconds: number): number =>
  Math.max(0, Math.round(milliseconds * 1000) / 1000);
