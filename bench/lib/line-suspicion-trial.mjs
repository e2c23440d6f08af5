import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripFromStrokes } from '@inkling/ink';
import {
  ALIKE_FROM,
  characterMargin,
  classOfLabel,
  likenessOf,
  maskedReading,
  networkOfTask,
  placeCharacters,
  placeText,
  weighText,
  whyLeftOut,
} from '@inkling/recognizer';
import { parseLikenessCard, parseLinesCard, parseModelCard } from '@inkling/recognizer/card';

const trainer = (file) => import(`../../apps/trainer/dist/${file}.js`);
const { loadWrittenLines } = await trainer('data/unipen-lines');
const { loadLineSets } = await trainer('lab/lines/line-sets');
const { loadLanguage } = await trainer('data/language');
const { settingsOf } = await trainer('judge/lines/line-helpers');
const { openOrtSequence, openOrtSession } = await trainer('onnx/ort-session');
const { createRandom } = await trainer('random');

/** How often a wrong text is wrong how. */
const WRONG = {
  'another character': 0.24,
  'a look-alike': 0.24,
  'one missing': 0.14,
  'one too many': 0.1,
  'two swapped': 0.1,
  'another text': 0.14,
  'confirmed unseen': 0.04,
};
export const KINDS = Object.keys(WRONG);

/** The share of the texts that wait which is planted wrong. */
const PLANTED = 0.05;

const LOOK_ALIKES = {
  digits: { 0: '6', 1: '7', 2: '7', 3: '85', 4: '9', 5: '63', 6: '50', 7: '1', 8: '3', 9: '4' },
  text: {
    ...{ a: 'ou', c: 'e', e: 'c', g: 'q', h: 'n', i: 'l', l: 'it', m: 'n', n: 'hu', o: 'a' },
    ...{ q: 'g', r: 'v', s: '5', t: 'l', u: 'nv', v: 'u' },
  },
};
const ALPHABETS = { digits: '0123456789', text: 'abcdefghijklmnopqrstuvwxyz' };

/** Longer lines get too flat to be read. */
const LONGEST = 40;

/** The shipped networks that say something of a line. */
export async function openReaders(models) {
  const folder = (name) => ({
    card: readFileSync(join(models, name, 'card.json'), 'utf8'),
    onnx: readFileSync(join(models, name, 'model.onnx')),
  });
  const [lines, likeness] = [folder('lines'), folder('likeness')];
  const glyphs = {};
  for (const network of ['digits', 'characters']) {
    const { card, onnx } = folder(network);
    glyphs[network] = { card: parseModelCard(card), session: await openOrtSession(onnx) };
  }
  const card = parseLinesCard(lines.card);
  return {
    lines: {
      settings: settingsOf(card, { language: loadLanguage(models) }),
      session: await openOrtSequence(lines.onnx),
    },
    likeness: {
      card: parseLikenessCard(likeness.card),
      session: await openOrtSession(likeness.onnx),
    },
    glyphs,
  };
}

/**
 * Lines of a part's writers, most of each kind, evenly taken: `{ set, task, text, strip, strokes? }`.
 *
 * @param {'validation' | 'unseen'} part
 */
export function linesOf(data, part, most) {
  const written = loadWrittenLines(data).filter((line) => line.part === part);
  const isNumber = ({ text }) => /^\d{2,}$/.test(text.replaceAll(' ', ''));
  const isWord = ({ text }) => !text.includes(' ') && !/\d/.test(text) && text.length > 1;
  const isSentence = (line) =>
    line.text.includes(' ') && !isNumber(line) && line.text.length <= LONGEST;
  const drawn = loadLineSets(data, part, { drawn: most, ink: 1, picture: most }).find(
    ({ dataset, input }) => dataset.includes('MNIST') && input === 'ink',
  );
  const inked = (set, task, lines, count) =>
    some(lines, count).map(({ text, strokes }) => ({
      ...{ set, task, text, strokes, strip: stripFromStrokes(strokes) },
    }));
  return [
    ...drawn.lines.map(({ text, strip }) => ({
      ...{ set: 'numbers put together', task: 'digits', text },
      strip: { ...strip, placement: { scale: 1, offsetX: 0, offsetY: 0 } },
    })),
    ...inked('numbers', 'digits', written.filter(isNumber), most),
    ...inked('words', 'text', written.filter(isWord), most * 2),
    ...inked('several words', 'text', written.filter(isSentence), most),
  ];
}

const some = (all, most) =>
  all.length <= most
    ? all
    : Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]);

/**
 * What the API would know of each line with its true text, and with wrong ones of every kind. Weights make the wrong ones
 * five in a hundred: `{ set, task, kind, evidence, isTrue, weight }`, where true means wrong.
 */
export async function gatherLineEvidence(lines, readers, seed) {
  const random = createRandom(seed);
  const rows = [];
  for (const line of lines) {
    const about = { set: line.set, task: line.task };
    const output = await readers.lines.session.run(line.strip);
    const evidenceOf = (text) => evidence(line, text, output, readers);
    const truth = await evidenceOf(line.text);
    rows.push({ ...about, kind: 'right', evidence: truth, isTrue: false });
    for (const kind of KINDS) {
      const text = wrongText(kind, line, truth.rows[0].read, lines, random);
      if (text === undefined) continue;
      rows.push({ ...about, kind, evidence: await evidenceOf(text), isTrue: true });
    }
  }
  return weighed(rows);
}

async function evidence({ strip, strokes, task }, text, output, { lines, likeness, glyphs }) {
  const characterTask = task === 'digits' ? 'digits' : 'characters';
  const { card, session } = glyphs[networkOfTask(characterTask)];
  const placed = placeText(strip, output, lines.settings, text) ?? [];
  const row = placeCharacters(strip, placed, strokes);
  const characters = [];
  for (const [at, { glyph, label }] of row.entries()) {
    if (!glyph) continue;
    const { several } = likenessOf(
      (await likeness.session.run(glyph, 1)).logits,
      likeness.card.limits,
    );
    if (whyLeftOut(row, at, characterTask, several >= ALIKE_FROM)) continue;
    const { logits } = await session.run(glyph, 1);
    const known = card.labels.indexOf(classOfLabel(characterTask, label));
    characters.push(characterMargin(maskedReading(card, characterTask, logits), known));
  }
  return { rows: [{ text, ...weighText(output, lines.settings, { task }, text) }], characters };
}

const TRIES = 20;

/** `undefined` where a text can't be wrong in that way. */
function wrongText(kind, { text, task, set }, read, lines, random) {
  const pick = (all) => all[random.integer(all.length)];
  const at = () => random.integer(text.length);
  const put = (from, taken, given) => text.slice(0, from) + given + text.slice(from + taken);
  const others = lines.filter((line) => line.set === set);
  const ways = {
    'another character': () => put(at(), 1, pick(ALPHABETS[task])),
    'a look-alike': () => {
      const from = at();
      const alike = LOOK_ALIKES[task][text[from]];
      return alike ? put(from, 1, pick(alike)) : text;
    },
    'one missing': () => (text.length > 1 ? put(at(), 1, '') : text),
    'one too many': () => put(at(), 0, pick(ALPHABETS[task])),
    'two swapped': () => {
      const from = random.integer(Math.max(1, text.length - 1));
      return put(from, 2, (text[from + 1] ?? '') + text[from]);
    },
    'another text': () => pick(others).text,
    'confirmed unseen': () => read,
  };
  for (let tries = 0; tries < TRIES; tries++) {
    const wrong = ways[kind]();
    if (wrong !== text && wrong !== '' && !/^ | $| {2}/.test(wrong)) return wrong;
  }
  return undefined;
}

function weighed(rows) {
  const counts = new Map();
  const keyOf = ({ task, kind }) => `${task} ${kind}`;
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return rows.map((row) => ({
    ...row,
    weight: (row.isTrue ? PLANTED * WRONG[row.kind] : 1 - PLANTED) / counts.get(keyOf(row)),
  }));
}

/** How often one of the wrong texts is more suspect than one of the right ones: the area under the ROC curve. */
export function areaUnderCurve(right, wrong) {
  const sorted = [...right].sort((a, b) => a - b);
  let sum = 0;
  for (const value of wrong) {
    const below = sorted.findIndex((other) => other >= value);
    const first = below < 0 ? sorted.length : below;
    const equal = sorted.filter((other) => other === value).length;
    sum += (first + equal / 2) / sorted.length;
  }
  return sum / wrong.length;
}

/** Of the wrong texts, the share among the most suspect so many of all, by weight. */
export function caughtIn(rows, share) {
  const ranked = [...rows].sort((a, b) => b.value - a.value);
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const planted = rows.reduce((sum, { weight, isTrue }) => sum + (isTrue ? weight : 0), 0);
  let [seen, caught] = [0, 0];
  for (const { weight, isTrue } of ranked) {
    if (seen + weight > total * share) break;
    seen += weight;
    if (isTrue) caught += weight;
  }
  return caught / planted;
}
