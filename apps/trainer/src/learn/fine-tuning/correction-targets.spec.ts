import { expect, it } from '@jest/globals';
import { labelsOfNetwork } from '@inkling/recognizer';
import { createCharactersNetwork } from '../../networks/characters.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { correctionTargets } from './correction-targets.js';
import { logitsOf, probabilitiesOf } from './measure.js';

const LABELS = labelsOfNetwork('characters');
const CLASSES = LABELS.length;
const DIGITS = 10;
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

describeWithTensorflow('correctionTargets', () => {
  it('leaves labels outside the task as the champion has them, and gives the rest to the one named', () => {
    const model = createCharactersNetwork(1);
    const corrections = {
      count: 2,
      glyphs: Float32Array.from({ length: 2 * 784 }, (_, at) => (at % 28 === 14 ? 1 : 0)),
      labels: Uint8Array.of(LABELS.indexOf('O'), LABELS.indexOf('O')),
    };
    const answers = probabilitiesOf(logitsOf(model, corrections));
    const targets = correctionTargets(
      model,
      'characters',
      corrections,
      ['letters', 'characters'],
      0.1,
    );
    model.dispose();
    const [letters, all] = [targets.subarray(0, CLASSES), targets.subarray(CLASSES)];

    expect(sum(letters)).toBeCloseTo(1, 5);
    const champion = answers.subarray(0, CLASSES);
    expect([...letters.subarray(0, DIGITS)]).toEqual([...champion.subarray(0, DIGITS)]);
    const said = sum(champion.subarray(DIGITS));
    expect(letters[LABELS.indexOf('O')]).toBeCloseTo(said * (0.9 + 0.1 / (CLASSES - DIGITS)), 5);

    expect(sum(all)).toBeCloseTo(1, 5);
    expect(all[LABELS.indexOf('O')]).toBeCloseTo(0.9 + 0.1 / CLASSES, 5);
    expect(all[LABELS.indexOf('0')]).toBeCloseTo(0.1 / CLASSES, 5);
  });
});
