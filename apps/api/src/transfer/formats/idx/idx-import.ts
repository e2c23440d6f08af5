import path from 'node:path';
import type { Task } from '@inkling/recognizer';
import { GLYPH_SIDE } from '@inkling/ink';
import { parseJson } from '../../../common/parse-json.js';
import {
  numbersOfList,
  numbersOfMapping,
  usualNumbers,
  type NumberedLabels,
} from '../class-numbers.js';
import { isOnLight } from '../glyph-png.js';
import { ImportFileError, type FileRow, type ImportFile, type RowContent } from '../import-file.js';
import { checkTotal } from '../row-limit.js';
import { zipMembers } from '../zip/zip-members.js';
import { readIdxMember, type IdxMember } from './idx-member.js';

/** Larger pictures of single characters are no data set of this kind. */
const MOST_SIDE_PX = 512;

/** A list of labels, by number. */
const MOST_LIST_BYTES = 1024 * 1024;

interface Pair {
  readonly images: IdxMember;
  readonly labels: IdxMember;
}

/**
 * A zip with pairs of IDX files, of images and of their labels, packed by gzip or not; beside them perhaps a file that
 * says what the labels' numbers mean.
 *
 * @throws ImportFileError
 */
export async function openIdx(file: string, task: Task | undefined): Promise<ImportFile> {
  const { members, numbers } = await lookInto(file);
  const pairs = pairsOf(members);
  const total = pairs.reduce((sum, { images }) => sum + images.shape[0]!, 0);
  checkTotal(total);
  const meaningOf = ({ images }: Pair): NumberedLabels =>
    numbers ?? usualNumbers(images.path.toLowerCase(), task);
  return {
    total,
    labels: [...new Set(pairs.flatMap((pair) => [...meaningOf(pair).values()]))],
    rows: (skip) => rowsOf(file, pairs, meaningOf, skip),
    close: () => Promise.resolve(),
  };
}

async function lookInto(
  file: string,
): Promise<{ readonly members: IdxMember[]; readonly numbers: NumberedLabels | undefined }> {
  const members: IdxMember[] = [];
  let numbers: NumberedLabels | undefined;
  for await (const member of zipMembers(file)) {
    if (/\.(json|txt)$/i.test(member.path)) {
      const text = (await member.read(MOST_LIST_BYTES))?.toString('utf8') ?? '';
      // The list says more: a label of several characters is in it as a whole.
      const list = numbersOfList(parseJson(text));
      const mapping = list ?? numbersOfMapping(text);
      if (!mapping && isNamedAsList(member.path)) throw unreadableList(member.path);
      numbers = list ?? numbers ?? mapping;
      continue;
    }
    const found = await readIdxMember(member);
    if (found) members.push(found);
  }
  return { members, numbers };
}

const isNamedAsList = (file: string): boolean =>
  /^(labels\.json|mapping\.txt)$/i.test(path.posix.basename(file));

/** Without it the numbers would mean something else, and every label would be wrong. */
const unreadableList = (file: string): ImportFileError =>
  new ImportFileError(
    `"${file}" is not a list of labels. labels.json is a JSON array of strings, mapping.txt has a number and the code points of its characters on each line.`,
  );

function pairsOf(members: readonly IdxMember[]): Pair[] {
  const images = members.filter(({ shape }) => shape.length === 3);
  const labels = members.filter(({ shape }) => shape.length === 1);
  if (images.length === 0) {
    throw new ImportFileError(
      'The zip has no IDX file of images. It needs one of images and one of their labels, such as train-images-idx3-ubyte and train-labels-idx1-ubyte.',
    );
  }
  return images.map((file) => ({ images: checked(file), labels: labelsOf(file, labels) }));
}

function checked(images: IdxMember): IdxMember {
  const [, height, width] = images.shape;
  const isGood = [height!, width!].every((side) => side >= 1 && side <= MOST_SIDE_PX);
  if (isGood && images.width === 1) return images;
  throw new ImportFileError(
    `"${images.path}" has images of ${width} × ${height} pixels of ${images.width} bytes. They may have up to ${MOST_SIDE_PX} × ${MOST_SIDE_PX} of one byte.`,
  );
}

/** The labels of the same name, or else the only ones of this number. */
function labelsOf(images: IdxMember, all: readonly IdxMember[]): IdxMember {
  const [count] = images.shape;
  const fitting = all.filter(({ shape }) => shape[0] === count);
  const sibling = stemOf(images.path);
  const found =
    fitting.find((one) => stemOf(one.path) === sibling) ??
    (fitting.length === 1 ? fitting[0] : undefined);
  if (found) return found;
  throw new ImportFileError(
    fitting.length === 0
      ? `"${images.path}" has ${count} images, and no file in the zip has as many labels.`
      : `Several files have as many labels as "${images.path}" has images. Name the right one like it.`,
  );
}

const stemOf = (file: string): string =>
  path.posix
    .basename(file)
    .toLowerCase()
    .replace(/images|labels/, '')
    .replace(/idx[13]/, '');

async function* rowsOf(
  file: string,
  pairs: readonly Pair[],
  meaningOf: (pair: Pair) => NumberedLabels,
  skip: number,
): AsyncGenerator<FileRow> {
  let row = 0;
  for (const pair of pairs) {
    const count = pair.images.shape[0]!;
    const from = Math.min(count, Math.max(0, skip - row));
    row += from;
    if (from === count) continue;
    const numbers = await pair.labels.readNumbers(file);
    const meaning = meaningOf(pair);
    let at = from;
    for await (const pixels of pair.images.records(file, from)) {
      const number = numbers(at++);
      const label = meaning.get(number);
      row++;
      const place = `${pair.images.path} ${at}`;
      yield label === undefined
        ? { row, place, refusal: `Its label is ${number}, and nothing says what that stands for.` }
        : { row, place, label, content: contentOf(pair.images, pixels) };
    }
  }
}

function contentOf(images: IdxMember, stored: Uint8Array): RowContent {
  const [, height, width] = images.shape as [number, number, number];
  const isTurned = path.posix.basename(images.path).toLowerCase().startsWith('emnist');
  const pixels = isTurned ? transposed(stored, width, height) : stored;
  const isGlyph = width === GLYPH_SIDE && height === GLYPH_SIDE && !isOnLight(pixels);
  return isGlyph
    ? { kind: 'glyph', glyph: pixels }
    : {
        kind: 'grey',
        pixels,
        ...(isTurned ? { width: height, height: width } : { width, height }),
      };
}

/** EMNIST's files have their pictures column by column. */
function transposed(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = pixels[y * width + x]!;
  }
  return turned;
}
