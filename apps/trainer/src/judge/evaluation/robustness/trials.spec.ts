import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { glyphFromStrokes, type Stroke } from '@inkling/ink';
import { createRandom } from '../../../random.js';
import { drawingsOfTrial, INK_TRIALS, PICTURE_TRIALS, type Trial } from './trials.js';

const fixture = new URL('../../../../../../fixtures/unipen.json', import.meta.url);
const inks = (JSON.parse(readFileSync(fixture, 'utf8')) as { strokes: Stroke[] }[])
  .slice(0, 1)
  .map(({ strokes }) => strokes);
const glyphs = inks.map((strokes) => glyphFromStrokes(strokes).glyph);
const randomOf = (index: number) => createRandom(index);

const glyphsOfTrial = <Source>(
  trial: Trial<Source>,
  sources: readonly Source[],
  chance: typeof randomOf,
) => drawingsOfTrial(trial, sources, chance).map((drawing) => drawing?.glyph);

const distance = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;

describe('robustness trials', () => {
  it.each(INK_TRIALS.map((trial) => [trial.name, trial] as const))('%s', (name, trial) => {
    glyphsOfTrial(trial, inks, randomOf).forEach((glyph, at) => {
      const changed = distance(glyph!, glyphs[at]!);
      // Still the same character, more or less; and the way undoes what it is made to undo.
      expect(changed).toBeLessThan(0.2);
      if (/as drawn|size|off centre|light/.test(name)) expect(changed).toBeLessThan(0.08);
      else expect(changed).toBeGreaterThan(0);
    });
  });

  it.each(PICTURE_TRIALS.map((trial) => [trial.name, trial] as const))('%s', (name, trial) => {
    glyphsOfTrial(trial, glyphs, randomOf).forEach((glyph, at) => {
      const changed = distance(glyph!, glyphs[at]!);
      expect(changed).toBeLessThan(0.2);
      if (/as it is|uploaded/.test(name)) expect(changed).toBeLessThan(0.005);
    });
  });

  it('keeps how the pen went where there is ink', () => {
    const [turned, photo] = ['turned by 15°', 'photo light'].map((name) =>
      INK_TRIALS.find((trial) => trial.name.endsWith(name))!,
    );
    const [drawn] = drawingsOfTrial(turned!, inks, randomOf);
    expect(glyphFromStrokes(drawn!.strokes!).glyph).toEqual(drawn!.glyph);
    expect(drawingsOfTrial(photo!, inks, randomOf)[0]!.strokes).toBeUndefined();
  });

  it('comes out the same for the same chance, and otherwise for another', () => {
    const photo = INK_TRIALS.find(({ name }) => name.endsWith('photo light'))!;
    const [first] = glyphsOfTrial(photo, inks, randomOf);
    expect(distance(glyphsOfTrial(photo, inks, randomOf)[0]!, first!)).toBe(0);
    const [other] = glyphsOfTrial(photo, inks, () => createRandom(99));
    expect(distance(other!, first!)).toBeGreaterThan(0);
  });

  it('has no two of a name, and says which drawings give no glyph', () => {
    const names = [...INK_TRIALS, ...PICTURE_TRIALS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const blank = new Float32Array(784);
    const onSheet = PICTURE_TRIALS.find(({ name }) => name.endsWith('on a sheet'))!;
    expect(glyphsOfTrial(onSheet, [blank, glyphs[0]!], randomOf).map(Boolean)).toEqual([
      false,
      true,
    ]);
  });
});
