// How well pictures are read, beside the same ink as strokes:
//
//   node bench/pictures.mjs --network digits --data ../shared/data [--part unseen|validation] [--samples 400]
//     [--hard | --numbers]
//
// Inks of UNIPEN hands that no training saw are drawn into pictures as people send them (screens,
// scans, photos), and go the way of any upload; so does the network's test set, as 28x28 pictures.
// All labels of the network may answer. With `--hard` only those kinds are read in which more than a
// character on its paper is to be seen, and only inks that are read right and with certainty when they are
// plain: what goes wrong then is the picture's doing. With `--numbers` 2 to 4 inks stand in a row: how many such
// pictures are called several characters, none, or surely one. Tune on `--part validation`, quote `--part unseen`. Prints one
// table and one JSON line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { inARow } from '../apps/trainer/dist/learn/likeness/several.js';
import { createRandom } from '../apps/trainer/dist/random.js';
import { importSource } from './lib/import-source.mjs';

process.env.ORT_DISABLE_TELEMETRY = '1';
const ort = await import('onnxruntime-node');

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'];
const LABELS = { digits: [...'0123456789'], characters: [...'0123456789', ...LETTERS] };
const TEST_SETS = {
  digits: { name: 'MNIST test', prefix: 'mnist/t10k' },
  characters: { name: 'ByMerge test', prefix: 'emnist/emnist-bymerge-test' },
};
/** Between the seeds of two pictures of a kind, so that no two share one. */
const SEED_STEP = 97;

const root = new URL('..', import.meta.url);

const { values: options } = parseArgs({
  options: {
    network: { type: 'string', default: 'digits' },
    data: { type: 'string', default: '../shared/data' },
    part: { type: 'string', default: 'unseen' },
    samples: { type: 'string', default: '400' },
    model: { type: 'string' },
    hard: { type: 'boolean', default: false },
    numbers: { type: 'boolean', default: false },
  },
});
const network = options.network;
const labels = LABELS[network];
const wanted = Number(options.samples);

// Straight from the source, scenes and all: a bench must not measure an old build.
const {
  centreGlyph,
  colourPictureOfInk,
  COLOUR_SCENE_NAMES,
  glyphFromColour,
  glyphFromPicture,
  glyphFromStrokes,
  HARD_SCENE_NAMES,
  hardPictureOfInk,
  InkError,
  pictureOfInk,
  SCENE_NAMES,
} = await importSource(
  `export * from './packages/ink/src/index.ts';
   export * from './packages/ink/src/testing/scenes/index.ts';`,
);

const session = await ort.InferenceSession.create(
  options.model ?? new URL(`models/${network}/model.onnx`, root).pathname,
  { intraOpNumThreads: 1 },
);

const likeness = await ort.InferenceSession.create(
  new URL('models/likeness/model.onnx', root).pathname,
  { intraOpNumThreads: 1 },
);
const { limits } = JSON.parse(readFileSync(new URL('models/likeness/card.json', root), 'utf8'));

const card = JSON.parse(readFileSync(new URL(`models/${network}/card.json`, root), 'utf8'));
const rows = [];
if (options.hard) await measureHard();
else if (options.numbers) await measureNumbers();
else await measureAll();

console.table(rows);
console.log(JSON.stringify({ bench: 'pictures', network, part: options.part, rows }));

async function measureAll() {
  const inks = chooseInks(wanted);
  const toGlyph = ({ strokes }) => glyphFromStrokes(strokes).glyph;
  const strokes = await measure('strokes', inks, toGlyph);
  for (const name of SCENE_NAMES) {
    const pictures = inks.map((ink, index) => ({
      ...ink,
      picture: pictureOfInk(ink.strokes, name, index + 1),
    }));
    await measure(name, pictures, ({ picture }) => glyphFromPicture(picture).glyph, strokes.glyphs);
  }
  for (const name of COLOUR_SCENE_NAMES) {
    const pictures = inks.map((ink, index) => ({
      ...ink,
      picture: colourPictureOfInk(ink.strokes, name, index + 1),
    }));
    await measure(name, pictures, ({ picture }) => glyphFromColour(picture).glyph, strokes.glyphs);
  }
  const set = TEST_SETS[network];
  const samples = readTestSet(set).slice(0, wanted * 5);
  const direct = await measure(`${set.name} as it is`, samples, ({ pixels }) =>
    centreGlyph(Float32Array.from(pixels, (value) => value / 255)),
  );
  await measure(
    `${set.name} as pictures`,
    samples,
    ({ pixels }) => glyphFromPicture({ width: 28, height: 28, pixels }).glyph,
    direct.glyphs,
  );
}

/** Counts of what is refused, wrong, and wrong but called sure, of inks that are sure when plain. */
async function measureHard() {
  const inks = [];
  // Some inks aren't sure when plain, so there are more to choose from.
  for (const ink of chooseInks(2 * wanted)) {
    const answer = await answerOf(glyphFromStrokes(ink.strokes).glyph);
    if (answer.label === ink.label && answer.sure && inks.length < wanted) inks.push(ink);
  }
  for (const name of HARD_SCENE_NAMES) {
    const counts = { refused: 0, wrong: 0, 'wrong and sure': 0, 'right, not sure': 0 };
    for (const [index, { strokes, label }] of inks.entries()) {
      const answer = await answerTo(hardPictureOfInk(strokes, name, index * SEED_STEP + 1));
      if (!answer) counts.refused++;
      else if (answer.label === label) counts['right, not sure'] += Number(!answer.sure);
      else {
        counts.wrong++;
        counts['wrong and sure'] += Number(answer.sure);
      }
    }
    rows.push({ input: name, samples: inks.length, ...counts });
  }
}

/** What is said of several characters in one picture. */
async function measureNumbers() {
  const inks = chooseInks(10 * wanted);
  for (const name of SCENE_NAMES) {
    const random = createRandom(SEED_STEP);
    const counts = { several: 0, unlike: 0, 'surely one': 0, refused: 0 };
    for (let at = 0; at < wanted; at++) {
      const characters = Array.from(
        { length: 2 + random.integer(3) },
        () => inks[random.integer(inks.length)].strokes,
      );
      const glyph = glyphOrNone(pictureOfInk(inARow(characters, random), name, at + 1));
      if (!glyph) counts.refused++;
      else {
        const { several, unlike } = await likenessTo(glyph);
        if (several) counts.several++;
        else if (unlike) counts.unlike++;
        else if ((await answerOf(glyph)).sure) counts['surely one']++;
      }
    }
    rows.push({ input: name, samples: wanted, ...counts });
  }
}

function glyphOrNone(picture) {
  try {
    return glyphFromPicture(picture).glyph;
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

async function answerTo(picture) {
  const glyph = glyphOrNone(picture);
  return glyph && answerOf(glyph);
}

/** The best label, and whether the card calls it sure. */
async function answerOf(glyph) {
  const logits = await logitsOf(glyph);
  const best = Math.max(...logits);
  const sum = logits.reduce((all, logit) => all + Math.exp((logit - best) / card.temperature), 0);
  return { label: labels[logits.indexOf(best)], sure: 1 / sum >= card.certainty.sureFrom };
}

async function measure(name, samples, toGlyph, reference) {
  const glyphs = [];
  let milliseconds = 0;
  let errors = 0;
  let right = 0;
  let difference = 0;
  const lost = { unlike: 0, several: 0 };
  for (const [index, sample] of samples.entries()) {
    const start = performance.now();
    let glyph;
    try {
      glyph = toGlyph(sample);
    } catch (error) {
      if (!(error instanceof InkError)) throw error;
      errors++;
    }
    milliseconds += performance.now() - start;
    glyphs.push(glyph);
    if (!glyph) continue;
    if ((await read(glyph)) === sample.label) right++;
    const { unlike, several } = await likenessTo(glyph);
    lost.unlike += Number(unlike);
    lost.several += Number(several);
    if (reference) difference += meanDifference(glyph, reference[index]) / samples.length;
  }
  const percent = (count) => Number(((100 * count) / samples.length).toFixed(2));
  rows.push({
    input: name,
    samples: samples.length,
    'top-1 %': percent(right),
    'errors %': percent(errors),
    'unlike %': percent(lost.unlike),
    'several %': percent(lost.several),
    'mean difference': reference ? Number(difference.toFixed(4)) : null,
    'ms each': Number((milliseconds / samples.length).toFixed(2)),
  });
  return { glyphs };
}

/** Whether it is called no character, or several, by the limits of the card. */
async function likenessTo(glyph) {
  const input = { glyph: new ort.Tensor('float32', glyph, [1, 1, 28, 28]) };
  const [digit, letter, severalLogit] = (await likeness.run(input)).logits.data;
  const several = severalLogit >= limits.several;
  const isCharacter =
    digit >= limits.digit || (network === 'characters' && letter >= limits.letter);
  return { unlike: !several && !isCharacter, several };
}

async function read(glyph) {
  const logits = await logitsOf(glyph);
  return labels[logits.indexOf(Math.max(...logits))];
}

async function logitsOf(glyph) {
  const { logits } = await session.run({ glyph: new ort.Tensor('float32', glyph, [1, 1, 28, 28]) });
  return [...logits.data];
}

function meanDifference(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs(a[at] - b[at]);
  return sum / a.length;
}

/** Every n-th ink of the part, so that all hands and labels take part. */
function chooseInks(wanted) {
  const split = JSON.parse(readFileSync(new URL('models/unipen-split.json', root), 'utf8'));
  const isChosen =
    options.part === 'validation'
      ? ({ group, hand }) =>
          split.validationGroups.includes(group) || split.validationHands.includes(hand)
      : ({ group, hand }) => split.unseenGroups.includes(group) || split.unseenHands.includes(hand);
  const text = gunzipSync(
    readFileSync(join(options.data, 'unipen', 'unipen-characters.jsonl.gz')),
  ).toString();
  const all = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((ink) => ({ ...ink, label: classOf(ink.label), hand: handOf(ink.writer) }))
    .filter((ink) => ink.label !== undefined && isChosen(ink) && isDrawing(ink.strokes));
  const step = Math.max(1, all.length / wanted);
  return Array.from(
    { length: Math.min(wanted, all.length) },
    (_, at) => all[Math.floor(at * step)],
  );
}

function classOf(label) {
  if (labels.includes(label)) return label;
  return network === 'characters' && labels.includes(label.toUpperCase())
    ? label.toUpperCase()
    : undefined;
}

/** The person behind a file, for the groups that the split names by hand. */
function handOf(writer) {
  const [group, file] = writer.split('/');
  const name = file.replace(/\.dat$/, '');
  return group === 'ibm' ? `ibm/${name.slice(-2)}` : `${group}/${name}`;
}

function isDrawing(strokes) {
  try {
    glyphFromStrokes(strokes);
    return true;
  } catch {
    return false;
  }
}

function readTestSet({ prefix }) {
  const read = (part, offset) =>
    gunzipSync(readFileSync(join(options.data, `${prefix}-${part}-ubyte.gz`))).subarray(offset);
  const images = read('images-idx3', 16);
  return Array.from(read('labels-idx1', 8), (label, at) => ({
    label: labels[label],
    pixels: images.subarray(at * 784, (at + 1) * 784),
  }));
}
