import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import type { LinesCard } from '@inkling/recognizer';
import { calibrateLines } from './calibrate-lines.js';
import type { SpokenSet } from './evaluate-lines.js';

const CARD = {
  characters: ['1', '7'],
  temperature: 1,
  certainty: { digits: 0.9, text: 0.9, character: 0.9 },
} as unknown as LinesCard;

/** Lines of one character; the network gives the first this probability, as far as it knows itself. */
function setOf(
  lines: readonly { readonly text: string; readonly probability: number }[],
): SpokenSet {
  const strip = { values: new Float32Array(STRIP_HEIGHT * 4), width: 4 };
  return {
    dataset: 'made up',
    task: 'digits',
    input: 'ink',
    lines: lines.map(({ text }) => ({ text, strip })),
    outputs: lines.map(({ probability }) => ({
      steps: 1,
      logits: Float32Array.from([Math.log(probability), Math.log(1 - probability), -20]),
    })),
  };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('calibrateLines', () => {
  it('takes confidence away from a network that has too much of it', async () => {
    // 99 % sure, 80 % right.
    const set = setOf([
      ...times(160, { text: '1', probability: 0.99 }),
      ...times(40, { text: '7', probability: 0.99 }),
    ]);
    expect((await calibrateLines([set], CARD)).fitted.temperature).toBeGreaterThan(1.5);
  });

  it('finds the temperature between those that it tries first', async () => {
    // Of what is 95 % sure 93.5 % are right: ln 19 / T = ln(0.935 / 0.065).
    const set = setOf([
      ...times(187, { text: '1', probability: 0.95 }),
      ...times(13, { text: '7', probability: 0.95 }),
    ]);
    const { temperature } = (await calibrateLines([set], CARD)).fitted;
    expect(Math.abs(temperature - 1.104)).toBeLessThan(0.04);
  });

  it('takes what few lines say for a change of what was fitted on more', async () => {
    const set = setOf([
      ...times(160, { text: '1', probability: 0.95 }),
      ...times(8, { text: '7', probability: 0.95 }),
    ]);
    const { fitted: alone } = await calibrateLines([set], CARD);
    const own = { digits: 0.9, text: 0.98 };
    const from = async (digits: number) => {
      const certainty = { own, fitted: { digits, text: 0.999 } };
      const shipped = { temperatureScale: 1.2, certainty };
      return (await calibrateLines([set], CARD, {}, shipped)).fitted;
    };
    const { temperature, certainty } = await from(0.999);
    expect(temperature / alone.temperature).toBeCloseTo(1.2, 2);
    // Eight of 168 are wrong, so nothing is certain, as it was before.
    expect(certainty).toEqual({ ...own, character: 0.9 });
    // Log odds of 0.999 are those of 0.99 and 2.3.
    expect((await from(0.99)).certainty.digits).toBeCloseTo(0.989, 3);
  });

  it('calls certain what is right 99 times of 100, and nothing where that is never so', async () => {
    const set = setOf([
      ...times(100, { text: '1', probability: 0.999 }),
      ...times(50, { text: '1', probability: 0.7 }),
      ...times(50, { text: '7', probability: 0.7 }),
    ]);
    const { fitted, read } = await calibrateLines([set], CARD);
    const { certainty, temperature } = fitted;
    expect(read[0]!.map(({ text }) => text)).toEqual(times(200, '1'));
    const odds = (probability: number) => (probability / (1 - probability)) ** (1 / temperature);
    const after = (probability: number) => odds(probability) / (1 + odds(probability));
    expect(certainty.digits).toBeGreaterThan(after(0.7) + 0.01);
    expect(certainty.digits).toBeLessThanOrEqual(0.999);
    expect(certainty.digits).toBeLessThan(after(0.999) + 0.002);
    // No set of texts was given.
    expect(certainty.text).toBe(0.999);
    expect(certainty.character).toBe(0.9);
  });
});
