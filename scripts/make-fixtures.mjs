// Makes fixtures/*.json, the real handwriting that tests use, out of the project's data folder:
//
//   node scripts/make-fixtures.mjs --data ../shared/data
//
// The choice hangs on hashes of the samples alone, so a second run writes the same bytes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

/** Groups that no training sees (models/unipen-split.json), so tests measure what users will meet. */
const GROUPS = ['ced', 'val'];
const DIGITS = [...'0123456789'];
/** EMNIST ByMerge; its merged letters stand for both of their cases. */
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'];
const MERGED = new Set('CIJKLMOPSUVWXYZ');

const INKS_A_DIGIT = 5;
const INKS_A_LETTER_CLASS = 2;
const MNIST_A_DIGIT = 6;
const EMNIST_A_CLASS = 2;

/** Begins a 9 with a loop to the right and ends it with one to the left: to most others it is an 8. */
const WRITER = 'syn/rkt-dig19';
const INKS_OF_WRITER = { 0: 4, 1: 4, 2: 4, 3: 4, 4: 4, 5: 4, 6: 4, 7: 4, 8: 24, 9: 48 };

/**
 * Ways of writing a character: an ink of each by the beginning of its hash, of training writers, chosen by eye
 * among those that apps/trainer/src/judge/evaluation/allographs finds.
 */
const ALLOGRAPHS = {
  '0 slashed': '5fe0ca7e2e6f74d7',
  '0 open ring': '6f159557ff1e202e',
  '1 bar alone': '17621146a046932f',
  '1 short upstroke': 'e19e6258555410e4',
  '1 long upstroke': 'c60af117efed284d',
  '1 with a foot': 'c25f44b3bdfd3bed',
  '2 looped': '7a3c94c528f4b5ed',
  '4 closed': '6f68992b1fa15828',
  '4 open': '515a4cab60bf55a8',
  '4 lightning': '05a24561aabe425f',
  '5 hat apart': '2aad248a5406695a',
  '5 one stroke': '4d8bb8febd1dd11e',
  '7 barred': '34450961f4ff1e57',
  '7 with a serif': '1b854e73054925de',
  '8 open': 'c26082e89e4cfaae',
  '9 straight tail': '2ee931addc7ce2fc',
  '9 curved tail': 'c77a58195229fbb6',
  '9 open ring': 'b7e2e06ed4345444',
  'I with bars': '190c370651759bd7',
  'Z barred': '60fdded81bd26bb4',
};

const hash = (value) => createHash('sha256').update(value).digest('hex');

function read(dataDir, ...path) {
  return gunzipSync(readFileSync(join(dataDir, ...path)));
}

/** Header of an IDX file: a magic number whose last byte is the number of dimensions, then these. */
function readIdx(bytes) {
  const dimensions = bytes[3];
  const offset = 4 + 4 * dimensions;
  const sizes = Array.from({ length: dimensions }, (_, at) => bytes.readUInt32BE(4 + 4 * at));
  const itemSize = sizes.slice(1).reduce((product, size) => product * size, 1);
  return Array.from({ length: sizes[0] }, (_, at) =>
    bytes.subarray(offset + at * itemSize, offset + (at + 1) * itemSize),
  );
}

function chooseGlyphs(dataDir, images, labels, nameOfClass, count) {
  const glyphs = readIdx(read(dataDir, images));
  const classes = readIdx(read(dataDir, labels)).map((label) => label[0]);
  const chosen = glyphs
    .map((pixels, index) => ({ index, pixels, label: nameOfClass[classes[index]] }))
    .map((sample) => ({ ...sample, key: hash(sample.pixels) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return nameOfClass.flatMap((label) =>
    chosen
      .filter((sample) => sample.label === label)
      .slice(0, count)
      .map(({ index, pixels }) => ({ label, index, pixels: pixels.toString('base64') })),
  );
}

function readUnipen(dataDir) {
  const text = read(dataDir, 'unipen', 'unipen-characters.jsonl.gz').toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((sample) => ({ ...sample, key: hash(JSON.stringify(sample.strokes)) }));
}

/** Drawings whose label is beyond doubt, of the groups that no training sees. */
function unseenInks(all) {
  const samples = all.filter(({ group }) => GROUPS.includes(group));
  const labelsOfInk = new Map();
  for (const { key, label } of samples) {
    labelsOfInk.set(key, (labelsOfInk.get(key) ?? new Set()).add(label));
  }
  return samples
    .filter(({ key, strokes }) => labelsOfInk.get(key).size === 1 && isDrawing(strokes))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function chooseAllographs(samples) {
  return Object.entries(ALLOGRAPHS).map(([kind, start]) => {
    const { label, writer, group, strokes } = samples.find(({ key }) => key.startsWith(start));
    return { label, name: kind.slice(2), writer, group, strokes };
  });
}

/** A few inks are a mere touch of the pen. */
function isDrawing(strokes) {
  const xs = strokes.flat().map(([x]) => x);
  const ys = strokes.flat().map(([, y]) => y);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) >= 20;
}

/** The first inks of a label, each from another writer, groups and wanted labels by turns. */
function chooseInks(samples, labels, count) {
  const writers = new Set();
  return Array.from({ length: count }, (_, turn) => {
    const group = GROUPS[turn % GROUPS.length];
    const label = labels[turn % labels.length];
    const ink = samples.find(
      (sample) => sample.label === label && sample.group === group && !writers.has(sample.writer),
    );
    writers.add(ink.writer);
    const { writer, strokes } = ink;
    return { label, writer, group, strokes };
  });
}

/** One writer's inks by the order of their hashes: enough of every label to correct some and keep some. */
function chooseWriter(samples, writer, counts) {
  const own = samples.filter((sample) => sample.writer.startsWith(writer));
  return Object.entries(counts).flatMap(([label, count]) =>
    own
      .filter((sample) => sample.label === label)
      .slice(0, count)
      .map(({ writer: file, group, strokes }) => ({ label, writer: file, group, strokes })),
  );
}

function write(name, fixtures) {
  const file = new URL(`../fixtures/${name}.json`, import.meta.url);
  const lines = fixtures.map((fixture) => `  ${JSON.stringify(fixture)}`);
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
  console.log(`${fileURLToPath(file)}: ${fixtures.length}`);
}

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/data' } } });
const dataDir = values.data;

const allInks = readUnipen(dataDir);
const inks = unseenInks(allInks);
write('unipen', [
  ...DIGITS.flatMap((digit) => chooseInks(inks, [digit], INKS_A_DIGIT)),
  ...LETTERS.flatMap((letter) =>
    chooseInks(
      inks,
      MERGED.has(letter) ? [letter, letter.toLowerCase()] : [letter],
      INKS_A_LETTER_CLASS,
    ),
  ),
]);
write('writer', chooseWriter(allInks, WRITER, INKS_OF_WRITER));
write('allographs', chooseAllographs(allInks));
write(
  'mnist',
  chooseGlyphs(
    dataDir,
    'mnist/t10k-images-idx3-ubyte.gz',
    'mnist/t10k-labels-idx1-ubyte.gz',
    DIGITS,
    MNIST_A_DIGIT,
  ),
);
write(
  'emnist',
  chooseGlyphs(
    dataDir,
    'emnist/emnist-bymerge-test-images-idx3-ubyte.gz',
    'emnist/emnist-bymerge-test-labels-idx1-ubyte.gz',
    [...DIGITS, ...LETTERS],
    EMNIST_A_CLASS,
  ),
);
