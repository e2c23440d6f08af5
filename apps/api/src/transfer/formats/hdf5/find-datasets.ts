import { ImportFileError } from '../import-file.js';

/** A dataset by what its file says of it. */
export interface DatasetFacts {
  /** With `/` between groups. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly kind: 'number' | 'text' | 'other';
  readonly filters: readonly { readonly id: number; readonly name: string }[];
}

/** How the pictures of a dataset lie. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  /** Values of a pixel: grey, or red, green and blue. */
  readonly channels: 1 | 3;
}

export interface DatasetPair {
  readonly images: DatasetFacts;
  readonly labels: DatasetFacts;
  readonly picture: PictureShape;
  /** A label is the place of its one among zeros. */
  readonly isOneHot: boolean;
}

/** What the HDF5 library itself unpacks: deflate, shuffle, Fletcher's checksum, n-bit, scale-offset. */
const KNOWN_FILTERS = new Set([1, 2, 3, 5, 6]);

/** Of the HDF Group's registry. */
const FILTER_NAMES: Readonly<Record<number, string>> = {
  4: 'szip',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32015: 'zstd',
  32026: 'blosc2',
};

const SMALLEST_SIDE_PX = 8;
const LARGEST_SIDE_PX = 512;
const MOST_CLASSES = 1000;

/**
 * Pairs of images and labels, by shape and type; names only tell several apart.
 *
 * @throws ImportFileError
 */
export function pairsOf(datasets: readonly DatasetFacts[]): DatasetPair[] {
  const images = datasets.flatMap((dataset) => {
    const picture = pictureShapeOf(dataset);
    return picture ? [{ dataset, picture }] : [];
  });
  const pairs = images.flatMap(({ dataset, picture }) => {
    const labels = labelsFor(
      dataset,
      datasets.filter((other) => other !== dataset),
    );
    return labels ? [{ images: dataset, labels, picture, isOneHot: isOneHot(labels) }] : [];
  });
  if (pairs.length === 0) throw nothingFound(datasets);
  for (const { images: pictures, labels } of pairs) [pictures, labels].forEach(checkFilters);
  return pairs;
}

function nothingFound(datasets: readonly DatasetFacts[]): ImportFileError {
  const found = datasets.slice(0, 10).map(({ path, shape }) => `${path} (${shape.join(' × ')})`);
  return new ImportFileError(
    `The file has no images with labels: it needs a dataset of n × height × width and one of n labels. ${
      found.length === 0 ? 'It has no datasets.' : `It has ${found.join(', ')}.`
    }`,
  );
}

function checkFilters({ path, filters }: DatasetFacts): void {
  const unknown = filters.find(({ id }) => !KNOWN_FILTERS.has(id));
  if (!unknown) return;
  const name = FILTER_NAMES[unknown.id] ?? (unknown.name || `number ${unknown.id}`);
  throw new ImportFileError(
    `"${path}" is packed by the filter ${name}, which is not supported. Save it with gzip or without compression.`,
  );
}

const isSide = (length: number): boolean => length >= SMALLEST_SIDE_PX && length <= LARGEST_SIDE_PX;

function pictureShapeOf({ shape, kind }: DatasetFacts): PictureShape | undefined {
  if (kind !== 'number') return undefined;
  const [count, a = 0, b = 0, c] = shape;
  if (count === undefined || shape.length < 2 || shape.length > 4) return undefined;
  if (shape.length === 2) return flatShape(a);
  if (shape.length === 3) return picture(a, b, 1);
  if (c === 1 || c === 3) return picture(a, b, c);
  return a === 1 ? picture(b, c!, 1) : undefined;
}

const picture = (height: number, width: number, channels: 1 | 3): PictureShape | undefined =>
  isSide(height) && isSide(width) ? { height, width, channels } : undefined;

/** Rows one behind the other: only squares can be told. */
function flatShape(length: number): PictureShape | undefined {
  const side = Math.sqrt(length);
  return Number.isInteger(side) ? picture(side, side, 1) : undefined;
}

const isOneHot = ({ shape }: DatasetFacts): boolean => shape.length === 2 && shape[1]! > 1;

function isLabels({ shape, kind }: DatasetFacts): boolean {
  if (kind === 'other' || shape.length < 1 || shape.length > 2) return false;
  return shape.length === 1 || shape[1] === 1 || (kind === 'number' && shape[1]! <= MOST_CLASSES);
}

/** As Keras, scikit-learn and others name them. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^images?/i, 'label'],
  [/images?/i, 'label'],
  [/^x/i, 'y'],
  [/^data/i, 'target'],
  [/^data/i, 'label'],
];

function labelsFor(
  images: DatasetFacts,
  others: readonly DatasetFacts[],
): DatasetFacts | undefined {
  const fitting = others.filter((other) => isLabels(other) && other.shape[0] === images.shape[0]);
  const [group, name] = partsOf(images.path);
  const near = fitting.filter(({ path }) => partsOf(path)[0] === group);
  const named = (near.length > 0 ? near : fitting).filter(({ path }) =>
    NAMES.some(
      ([pattern, word]) =>
        pattern.test(name) &&
        partsOf(path)[1].toLowerCase().startsWith(name.replace(pattern, word).toLowerCase()),
    ),
  );
  // A picture of few pixels may look like labels of many classes.
  const plain = fitting.filter(({ shape }) => shape.length === 1);
  const alone = [named, plain, near, fitting].find((some) => some.length === 1);
  if (alone || fitting.length === 0) return alone?.[0];
  throw new ImportFileError(
    `Several datasets may be the labels of "${images.path}": ${fitting.map(({ path }) => path).join(', ')}. Name the right one labels.`,
  );
}

function partsOf(path: string): readonly [group: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}
