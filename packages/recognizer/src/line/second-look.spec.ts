import { describe, expect, it } from '@jest/globals';
import { stripFromStrokes, type Strip, type Stroke } from '@inkling/ink';
import { LIKENESS_KINDS } from '../likeness/kinds.js';
import type { NetworkSession } from '../session.js';
import { readRow, type SequenceSettings } from './read-row.js';
import { readRowTwice } from './read-row-twice.js';
import {
  LOOK_LIMITS,
  textsToLookAt,
  weighLooks,
  withFarOnes,
  type SecondLookWeights,
  type SecondReader,
} from './second-look.js';

const CHARACTERS = [...'0127,'];
const DIGITS = [...'0123456789'];
const SIDE = 28;

/** An upright line, and a seven beside it. */
const STROKES: Stroke[] = [
  [
    [10, 0],
    [10, 40],
  ],
  [
    [40, 0],
    [66, 0],
    [50, 40],
  ],
];
const STRIP = stripFromStrokes(STROKES);

/** Says at one step what stands at the left, and at another what stands at the right. */
function said(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) {
  const steps = Math.ceil(STRIP.width / 4);
  const classes = CHARACTERS.length + 1;
  const logits = new Float32Array(steps * classes).fill(Math.log(1e-6));
  for (let step = 0; step < steps; step++) logits[step * classes + CHARACTERS.length] = 0;
  const put = (step: number, weights: Readonly<Record<string, number>>) => {
    const rest = 1 - Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    CHARACTERS.forEach((character, at) => {
      logits[step * classes + at] = Math.log(weights[character] ?? 1e-6);
    });
    logits[step * classes + CHARACTERS.length] = Math.log(Math.max(rest, 1e-6));
  };
  put(1, left);
  put(steps - 3, right);
  return { logits, steps };
}

/** Looks whether ink is as wide as it is high, as a seven is, and counts how often it is asked. */
function widthReader() {
  const asked: number[] = [];
  const session: NetworkSession = {
    run(glyphs, count) {
      asked.push(count);
      const logits = new Float32Array(count * DIGITS.length).fill(-9);
      for (let at = 0; at < count; at++) {
        const glyph = glyphs.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE);
        const columns = Array.from({ length: SIDE }, (_, column) =>
          Array.from({ length: SIDE }, (__, row) => glyph[row * SIDE + column]!),
        );
        const wide = columns.filter((column) => column.some((value) => value > 0.5)).length;
        logits[at * DIGITS.length + (wide > 8 ? 7 : 1)] = 0;
      }
      return Promise.resolve({ logits, embeddings: new Float32Array(count) });
    },
    release: () => Promise.resolve(),
  };
  return { session, asked };
}

const reader = (session: NetworkSession, weights: SecondLookWeights = WEIGHTS): SecondReader => ({
  ...{ session, weights, task: 'digits' },
  card: { labels: DIGITS, temperature: 1 },
});

const NONE = { standing: 0, joined: 0, bonus: 0, alike: 0, single: 0 };
const WEIGHTS = { ...NONE, standing: 1, joined: 0.2, bonus: 0.5 };

const settings = (second: SecondReader): SequenceSettings => ({
  ...{ characters: CHARACTERS, temperature: 1 },
  second: { digits: second },
});

const QUESTION = { task: 'digits' } as const;

describe('readRowTwice', () => {
  const unsure = said({ '1': 0.45, '7': 0.55 }, { '7': 0.999 });

  it('should let single characters decide where the network for lines is unsure', async () => {
    const { session, asked } = widthReader();
    expect(readRow(STRIP, unsure, settings(reader(session)), QUESTION, 3).texts[0]!.text).toBe(
      '77',
    );
    const { texts, characters } = await readRowTwice(
      ...([STRIP, unsure, settings(reader(session)), QUESTION, 3] as const),
    );
    expect(texts[0]!.text).toBe('17');
    expect(texts[0]!.probability).toBeGreaterThan(0.8);
    expect(characters.map(({ label }) => label)).toEqual(['1', '7']);
    expect(characters[0]!.candidates[0]!.label).toBe('1');
    // The seven at the right is the same in all that may be meant, but where one of them leaves it out.
    expect(asked).toHaveLength(1);
    expect(asked[0]).toBeLessThanOrEqual(4);
  });

  it('should keep what the texts had together of the probability', async () => {
    const { session } = widthReader();
    const plain = readRow(STRIP, unsure, settings(reader(session)), QUESTION, 4).texts;
    const { texts } = await readRowTwice(
      ...([STRIP, unsure, settings(reader(session)), QUESTION, 4] as const),
    );
    const sum = (all: typeof texts) => all.reduce((total, each) => total + each.probability, 0);
    expect(sum(texts)).toBeCloseTo(sum(plain), 6);
  });

  it('should ask nobody where the network for lines is sure, or nobody is there', async () => {
    const { session, asked } = widthReader();
    const sure = said({ '1': 0.995 }, { '7': 0.999 });
    const { texts } = await readRowTwice(
      ...([STRIP, sure, settings(reader(session)), QUESTION, 3] as const),
    );
    expect(texts[0]!.text).toBe('17');
    const alone = { characters: CHARACTERS, temperature: 1 };
    const unhelped = await readRowTwice(STRIP, unsure, alone, QUESTION, 3);
    expect(unhelped).toEqual(readRow(STRIP, unsure, alone, QUESTION, 3));
    expect(asked).toHaveLength(0);
  });

  it('should count the characters of texts that nobody can look at', async () => {
    const { session, asked } = widthReader();
    const doubtful = said({ '1': 0.45 }, { '7': 0.999 });
    const question = { ...QUESTION, allow: [...'17,'] };
    const unknown = { ...reader(session), card: { labels: [...'234'], temperature: 1 } };
    expect(readRow(STRIP, doubtful, settings(unknown), question, 2).texts[0]!.text).toBe('7');
    const { texts } = await readRowTwice(STRIP, doubtful, settings(unknown), question, 2);
    expect(texts[0]!.text).toBe('17');
    expect(asked).toHaveLength(0);
  });

  it('should not ask a network that knows digits alone where letters may be meant', async () => {
    const { session, asked } = widthReader();
    const characters = [...'0127,O'];
    const logits = new Float32Array(unsure.steps * (characters.length + 1));
    for (let step = 0; step < unsure.steps; step++) {
      const own = unsure.logits.subarray(step * 6, step * 6 + 6);
      logits.set([...own.subarray(0, 5), Math.log(1e-6), own[5]!], step * 7);
    }
    const second = { ...settings(reader(session)), characters };
    const question = { ...QUESTION, allow: [...'0127O'] };
    await readRowTwice(STRIP, { logits, steps: unsure.steps }, second, question, 3);
    expect(asked).toHaveLength(0);
    await readRowTwice(STRIP, unsure, settings(reader(session)), QUESTION, 3);
    expect(asked).toHaveLength(1);
  });

  it('should answer nothing but what is asked for', async () => {
    const { session } = widthReader();
    const { texts } = await readRowTwice(
      ...([
        STRIP,
        unsure,
        settings(reader(session)),
        { ...QUESTION, words: ['77', '27'] },
        3,
      ] as const),
    );
    expect(texts[0]!.text).toBe('77');
  });
});

describe('textsToLookAt', () => {
  const named = (...probabilities: number[]) =>
    probabilities.map((probability, at) => ({ text: `${at}`, probability }));
  const looked = (...probabilities: number[]) =>
    textsToLookAt(named(...probabilities), LOOK_LIMITS.digits).map(({ text }) => text);

  it('should leave out what is far behind the best one, and what comes after the fourth', () => {
    expect(looked(0.7, 0.2, 0.02, 0.01)).toEqual(['0', '1', '2']);
    expect(looked(0.3, 0.2, 0.15, 0.12, 0.1)).toEqual(['0', '1', '2', '3']);
  });

  it('should keep two, between which somebody has to decide', () => {
    expect(looked(0.9, 0.001, 0.0005)).toEqual(['0', '1']);
  });
});

describe('withFarOnes', () => {
  it('should take from far texts what those that were looked at lost to the best one', () => {
    const looked = [
      { text: '17', probability: 0.5 },
      { text: '77', probability: 0.4 },
    ];
    const weighed = [
      { text: '17', probability: 0.8 },
      { text: '77', probability: 0.1 },
    ];
    const all = withFarOnes(weighed, { looked, far: [{ text: '7', probability: 0.008 }] });
    expect(all.map(({ text }) => text)).toEqual(['17', '77', '7']);
    [0.806, 0.1, 0.002].forEach((wanted, at) => {
      expect(all[at]!.probability).toBeCloseTo(wanted, 9);
    });
  });

  it('should leave them what they have where the others have gained, and name none twice', () => {
    const looked = [
      { text: '17', probability: 0.5 },
      { text: '77', probability: 0.3 },
    ];
    const weighed = [
      { text: '17', probability: 0.4 },
      { text: '77', probability: 0.35 },
      { text: '71', probability: 0.05 },
    ];
    const far = [
      { text: '71', probability: 0.008 },
      { text: '11', probability: 0.007 },
    ];
    const all = withFarOnes(weighed, { looked, far });
    expect(all).toEqual([...weighed, ...far.slice(1)]);
  });
});

describe('readRowTwice with another view', () => {
  const unsure = said({ '1': 0.45, '7': 0.55 }, { '7': 0.999 });
  const surely = said({ '1': 0.99 }, { '7': 0.999 });
  const { session } = widthReader();
  const half = settings(reader(session, { ...NONE, view: 0.5 }));

  /** Counts how often it is asked, and how wide what it is shown is. */
  function asking(output: ReturnType<typeof said>) {
    const widths: number[] = [];
    const again = ({ width }: Strip) => {
      widths.push(width);
      return Promise.resolve(output);
    };
    return { again, widths };
  }

  it('should let it decide where the first leaves room', async () => {
    const { again, widths } = asking(surely);
    const read = await readRowTwice(STRIP, { ...unsure, again }, half, QUESTION, 3);
    expect(read.texts[0]!.text).toBe('17');
    expect(widths).toHaveLength(1);
    expect(widths[0]).toBeGreaterThan(STRIP.width);
    const alone = await readRowTwice(STRIP, unsure, half, QUESTION, 3);
    expect(alone.texts[0]!.text).toBe('77');
  });

  it('should look there neither without a weight nor where the first is sure', async () => {
    const { again, widths } = asking(surely);
    const none = settings(reader(session, NONE));
    const read = await readRowTwice(STRIP, { ...unsure, again }, none, QUESTION, 3);
    expect(read.texts[0]!.text).toBe('77');
    await readRowTwice(STRIP, { ...surely, again }, half, QUESTION, 3);
    expect(widths).toEqual([]);
  });

  it('should let it propose what the first leaves out, but where only some may be answered', async () => {
    const { again } = asking(said({ '2': 0.99 }, { '7': 0.999 }));
    const row = { ...unsure, again };
    const mostly = settings(reader(session, { ...NONE, view: 0.9 }));
    const read = await readRowTwice(STRIP, row, mostly, QUESTION, 8);
    const proposed = read.texts.map(({ text }) => text);
    expect(proposed[0]).toBe('27');
    expect(proposed).toContain('77');
    expect(new Set(proposed).size).toBe(proposed.length);
    const together = read.texts.reduce((sum, { probability }) => sum + probability, 0);
    expect(together).toBeLessThanOrEqual(1.001);
    const listed = { ...QUESTION, words: ['17', '77'] };
    const { texts } = await readRowTwice(STRIP, row, mostly, listed, 3);
    expect(texts.map(({ text }) => text).sort()).toEqual(['17', '77']);
  });

  it('should see a part once, whoever proposes it', async () => {
    const { again } = asking(said({ '2': 0.99 }, { '7': 0.999 }));
    const { session: inner } = widthReader();
    const seen: string[] = [];
    const noting: NetworkSession = {
      ...inner,
      run(glyphs, count) {
        const side = SIDE * SIDE;
        for (let at = 0; at < count; at++)
          seen.push(glyphs.subarray(at * side, (at + 1) * side).join());
        return inner.run(glyphs, count);
      },
    };
    const second = settings(reader(noting, { ...NONE, view: 0.9 }));
    const { texts } = await readRowTwice(STRIP, { ...unsure, again }, second, QUESTION, 3);
    expect(texts[0]!.text).toBe('27');
    // The 2 stands where the 1 and the 7 did.
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('should not lose a text for the view alone, where it does not fit there', async () => {
    const steps = 1;
    const tooShort = { steps, logits: surely.logits.slice(0, CHARACTERS.length + 1) };
    const { again } = asking(tooShort);
    const doubtful = await readRowTwice(STRIP, { ...unsure, again }, half, QUESTION, 3);
    expect(doubtful.texts.every(({ probability }) => Number.isFinite(probability))).toBe(true);
  });
});

describe('readRowTwice with the network that tells what is a character', () => {
  /** Takes what is wider than high for several characters, which look like none. */
  function likenessReader() {
    let asked = 0;
    const session: NetworkSession = {
      run(glyphs, count) {
        asked++;
        const logits = Float32Array.from({ length: 3 * count }, (_, at) => {
          const glyph = glyphs.subarray(
            Math.floor(at / 3) * SIDE * SIDE,
            (Math.floor(at / 3) + 1) * SIDE * SIDE,
          );
          const high = Array.from({ length: SIDE }, (__, row) => row).filter((row) =>
            glyph.subarray(row * SIDE, (row + 1) * SIDE).some((value) => value > 0.5),
          ).length;
          const isWide = high < 15;
          const kind = LIKENESS_KINDS[at % 3];
          if (kind === 'several') return isWide ? 6 : -6;
          return isWide ? -6 : 6;
        });
        return Promise.resolve({ logits, embeddings: new Float32Array(count) });
      },
      release: () => Promise.resolve(),
    };
    const limits = { digit: 0, letter: 0, several: 0 };
    return { likeness: { session, limits }, asked: () => asked };
  }

  /** Two upright lines far from each other: read as one, they are a wide piece. */
  const TWO: Stroke[] = [
    [
      [10, 0],
      [10, 30],
    ],
    [
      [90, 0],
      [90, 30],
    ],
  ];
  const strip = stripFromStrokes(TWO);
  /** The network for lines thinks it likelier that only the one at the left is there. */
  const steps = Math.ceil(strip.width / 4);
  const logits = new Float32Array(steps * (CHARACTERS.length + 1)).fill(Math.log(1e-6));
  for (let step = 0; step < steps; step++) logits[step * 6 + 5] = 0;
  logits[6 + 1] = Math.log(0.98);
  logits[6 + 5] = Math.log(0.02);
  logits[(steps - 2) * 6 + 1] = Math.log(0.3);
  logits[(steps - 2) * 6 + 5] = Math.log(0.7);

  it('should not take two characters for one, where their weights have a say', async () => {
    const { session } = widthReader();
    const { likeness, asked } = likenessReader();
    const read = async (weights: SecondLookWeights) => {
      const second = { ...reader(session, weights), likeness };
      const { texts } = await readRowTwice(
        ...([strip, { logits, steps }, settings(second), QUESTION, 2] as const),
      );
      return texts[0]!.text;
    };
    expect(await read(NONE)).toBe('1');
    expect(await read({ ...NONE, single: 1 })).toBe('11');
    expect(await read({ ...NONE, alike: 1 })).toBe('11');
    expect(asked()).toBe(3);
    const unasked = reader(session, { ...NONE, single: 1, alike: 1 });
    const { texts } = await readRowTwice(
      ...([strip, { logits, steps }, settings(unasked), QUESTION, 2] as const),
    );
    expect(texts[0]!.text).toBe('1');
  });
});

describe('weighLooks', () => {
  const look = (text: string, probability: number, standing: number, joined: number) => ({
    ...{ text, probability, standing, joined, alike: 0, single: 0 },
    ...{ view: Math.log(probability), characters: text.length },
  });

  it('should change nothing without weights', () => {
    const looks = [look('12', 0.5, -3, -3), look('1', 0.25, 0, 0)];
    const weighed = weighLooks(looks, NONE);
    expect(weighed.map(({ text }) => text)).toEqual(['12', '1']);
    expect(weighed[0]!.probability).toBeCloseTo(0.5, 9);
  });

  it('should count what stands alone and what is cut out by their own weights', () => {
    const looks = [look('12', 0.4, -2, 0), look('17', 0.4, 0, -2)];
    expect(weighLooks(looks, { ...NONE, standing: 1, joined: 0.1 })[0]!.text).toBe('17');
    expect(weighLooks(looks, { ...NONE, standing: 0.1, joined: 1 })[0]!.text).toBe('12');
  });

  it('should count nothing of what cards of before do not weigh', () => {
    const looks = [
      { ...look('12', 0.5, 0, 0), alike: -3, single: -3 },
      { ...look('1', 0.25, 0, 0), alike: 0, single: 0 },
    ];
    const [first] = weighLooks(looks, { standing: 0, joined: 0, bonus: 0 });
    expect(first!.text).toBe('12');
    expect(first!.probability).toBeCloseTo(0.5, 9);
    expect(weighLooks(looks, { ...NONE, single: 1 })[0]!.text).toBe('1');
  });

  it('should share between both views', () => {
    const looks = [
      { ...look('12', 0.6, 0, 0), view: Math.log(0.1) },
      { ...look('17', 0.3, 0, 0), view: Math.log(0.8) },
    ];
    expect(weighLooks(looks, NONE)[0]!.text).toBe('12');
    const [first, second] = weighLooks(looks, { ...NONE, view: 0.5 });
    expect(first!.text).toBe('17');
    expect(first!.probability / second!.probability).toBeCloseTo(Math.sqrt((0.3 * 0.8) / 0.06), 6);
  });

  it('should speak for more characters with a bonus', () => {
    const looks = [look('1', 0.5, 0, 0), look('11', 0.4, 0, 0)];
    expect(weighLooks(looks, { ...NONE, bonus: 0.5 })[0]!.text).toBe('11');
  });
});
