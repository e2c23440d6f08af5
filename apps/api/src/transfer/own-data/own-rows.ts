import type { InkInput, OwnFileLine, OwnFilePrediction } from '@inkling/contract';
import { checkedBounds, InkError, STRIP_HEIGHT, type Stroke } from '@inkling/ink';
import { labelOf, networkOfTask } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import { checkedText } from '../../learn/lines/checked-text.js';
import type { KeptPicture } from '../../recognise/pictures/kept-picture.js';
import { readPictureHeader } from '../../recognise/pictures/header/picture-header.js';
import { pixelsOfGlyph } from '../formats/glyph-png.js';
import { readGreyPng } from '../formats/grey-png.js';
import { RowError } from './own-file.js';

/** Clocks differ. */
const AHEAD_MS = 24 * 60 * 60_000;

/** More than any line has. */
const MOST_STRIP_PIXELS = 4_000_000;

/** What its writer said of a drawing. */
export interface OwnCorrection {
  /** The class. */
  readonly label: string;
  readonly given: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Of the file. */
  readonly sampleId: string;
}

/** A drawing of the file, with what is packed in it unpacked and judged. */
export interface OwnDrawing {
  readonly said: OwnFilePrediction;
  readonly glyph: Uint8Array;
  readonly picture: (KeptPicture & { readonly normalisation: number }) | null;
  readonly correction: OwnCorrection | null;
}

/** @throws RowError */
export function drawingOf(said: OwnFilePrediction): OwnDrawing {
  const { task, network, ink, glyph, createdAt, picture, correction } = said;
  if (network !== networkOfTask(task)) throw new RowError(`"network" does not belong to ${task}`);
  checkMoment(createdAt);
  if (ink) checkInk(ink);
  return {
    said,
    glyph: glyphOf(glyph),
    picture: picture && pictureOf(picture),
    correction: correction && correctionOf(task, correction),
  };
}

/** A line of the file, likewise. */
export interface OwnLineRow {
  readonly said: OwnFileLine;
  readonly rows: NonNullable<OwnFileLine['rows']>;
  /** Rows one behind the other. */
  readonly strips: Uint8Array;
}

/** @returns `undefined` of one that a file of format 1 does not have whole. @throws RowError */
export function lineOf(said: OwnFileLine): OwnLineRow | undefined {
  const { rows, ink, createdAt, correction } = said;
  checkMoment(createdAt);
  if (ink) checkInk(ink);
  if (!rows) return undefined;
  if (correction) checkCorrection(correction, rows.length);
  return { said, rows, strips: stripsOf(said.strip, rows) };
}

function checkCorrection(
  { text, createdAt, updatedAt }: NonNullable<OwnFileLine['correction']>,
  rows: number,
): void {
  checkMoment(createdAt);
  checkMoment(updatedAt);
  try {
    checkedText(text, rows);
  } catch (error) {
    throw error instanceof ProblemError ? new RowError(withoutStop(error.message)) : error;
  }
}

function correctionOf(
  task: OwnFilePrediction['task'],
  { given, createdAt, updatedAt, sampleId }: NonNullable<OwnFilePrediction['correction']>,
): OwnCorrection {
  const label = labelOf(task, given);
  if (label === undefined) throw new RowError(`"${given}" is not a label of ${task}`);
  checkMoment(createdAt);
  checkMoment(updatedAt);
  return { label, given, createdAt, updatedAt, sampleId };
}

function checkMoment(moment: string): void {
  if (Date.parse(moment) > Date.now() + AHEAD_MS) throw new RowError('a date is in the future');
}

/** A dot is none that was drawn by itself, and may be a character of a line. */
function checkInk({ strokes }: InkInput): void {
  try {
    checkedBounds(strokes as unknown as Stroke[]);
  } catch (error) {
    if (!(error instanceof InkError)) throw error;
    if (error.code !== 'only_a_dot') throw new RowError(withoutStop(error.message));
  }
}

function glyphOf(url: string): Uint8Array {
  const glyph = pixelsOfGlyph(fileOf(url).bytes);
  if (!glyph) throw new RowError('"glyph" is not a grey PNG of 28 × 28 pixels');
  if (glyph.every((value) => value === 0)) throw new RowError('nothing is drawn');
  return glyph;
}

/** Black on white, rows one below the other, as `stripPicture` has it. */
function stripsOf(url: string, rows: readonly { readonly width: number }[]): Uint8Array {
  const picture = readGreyPng(fileOf(url).bytes, MOST_STRIP_PIXELS);
  const widest = Math.max(...rows.map(({ width }) => width));
  if (picture?.width !== widest || picture.height !== STRIP_HEIGHT * rows.length) {
    throw new RowError('"strip" is not a grey PNG that fits its rows');
  }
  return Buffer.concat(
    rows.flatMap(({ width }, row) =>
      Array.from({ length: STRIP_HEIGHT }, (_, y) => {
        const start = (row * STRIP_HEIGHT + y) * widest;
        return picture.pixels.subarray(start, start + width).map((value) => 255 - value);
      }),
    ),
  );
}

/** Before the first change of the normalisation there was nothing to say of it. */
const FIRST_NORMALISATION = 1;

function pictureOf({
  width,
  height,
  data,
  normalisation = FIRST_NORMALISATION,
}: NonNullable<OwnFilePrediction['picture']>): OwnDrawing['picture'] {
  const { mediaType, bytes } = fileOf(data);
  try {
    const header = readPictureHeader(bytes);
    if (`image/${header.format}` !== mediaType) throw new RowError('"picture" is of another kind');
    if (header.width !== width || header.height !== height) {
      throw new RowError('"picture" is of another size');
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new RowError(withoutStop(error.message));
  }
  return { mediaType, width, height, bytes, normalisation };
}

/** As what pictures are kept. */
const DATA_URL = /^data:(image\/(?:png|jpeg));base64,/;

function fileOf(url: string): { readonly mediaType: string; readonly bytes: Uint8Array } {
  const found = DATA_URL.exec(url.slice(0, 40));
  if (!found) throw new RowError('a picture is not the data URL of a PNG or JPEG');
  return { mediaType: found[1]!, bytes: Buffer.from(url.slice(found[0].length), 'base64') };
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
