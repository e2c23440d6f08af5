import { describe, expect, it } from '@jest/globals';
import { calibrationRule } from './calibration-rule.js';

/** 100 answers of one probability, of which so many are right. */
const answers = (probability: number, right: number, temperature: number) => ({
  answers: {
    classes: new Uint8Array(100),
    right: Uint8Array.from({ length: 100 }, (_, at) => (at < right ? 1 : 0)),
    probabilities: new Float64Array(100).fill(probability),
  },
  temperature,
});

describe('calibrationRule', () => {
  it('allows to be a little worse', () => {
    const champion = answers(0.9, 89, 0.7);
    expect(calibrationRule(champion, answers(0.9, 90, 0.8), 0.005).passed).toBe(true);
    expect(calibrationRule(champion, answers(0.904, 89, 0.8), 0.005).passed).toBe(true);
    expect(calibrationRule(champion, answers(0.906, 89, 0.8), 0.005).passed).toBe(false);
  });

  it('tells temperature and errors', () => {
    const { sentence, figures } = calibrationRule(
      answers(0.9, 89, 0.7),
      answers(0.906, 89, 0.81),
      0.005,
    );
    expect(sentence).toBe(
      'Calibration error on the gate set (temperature refitted to 0.81): 0.0160, ' +
        "the champion's 0.0100, limit 0.0150.",
    );
    expect(figures).toMatchObject({ temperature: 0.81, championTemperature: 0.7 });
  });
});
