import { beforeAll, expect, it } from '@jest/globals';
import type { Tensor3D } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

describeWithTensorflow('ctcLoss', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let ctcLoss: typeof import('./ctc-loss.js').ctcLoss;

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ ctcLoss } = await import('./ctc-loss.js'));
  });

  const logits = () => tf.randomNormal([2, 4, 3], 0, 1, 'float32', 7) as Tensor3D;
  const value = (of: Tensor3D, texts: number[][], steps?: number[]) =>
    ctcLoss(of, texts, steps).dataSync()[0]!;

  /** Every way along the steps that writes the text, the blank being class 2. */
  function byHand(rows: number[][], text: number[]): number {
    const probabilities = rows.map((row) => {
      const sum = row.reduce((total, each) => total + Math.exp(each), 0);
      return row.map((each) => Math.exp(each) / sum);
    });
    const walk = (step: number, last: number, written: number[]): number => {
      if (step === rows.length) return written.join() === text.join() ? 1 : 0;
      return [0, 1, 2].reduce((total, at) => {
        const next = at !== 2 && at !== last ? [...written, at] : written;
        return total + probabilities[step]![at]! * walk(step + 1, at, next);
      }, 0);
    };
    return -Math.log(walk(0, -1, []));
  }

  it('adds up all ways to write each text', () => {
    const of = logits();
    const rows = of.arraySync();
    for (const [first, second] of [
      [[0], [1, 0]],
      [[0, 0], [1]],
      [[1], [0, 1, 0]],
    ] as [number[], number[]][]) {
      const wanted = (byHand(rows[0]!, first) + byHand(rows[1]!, second)) / 2;
      expect(value(of, [first, second])).toBeCloseTo(wanted, 4);
    }
  });

  it('leaves out the steps behind a line', () => {
    const rows = logits().arraySync();
    const wanted = (byHand(rows[0]!.slice(0, 2), [1]) + byHand(rows[1]!, [0, 1])) / 2;
    expect(value(logits(), [[1], [0, 1]], [2, 4])).toBeCloseTo(wanted, 4);
  });

  it('has the gradient that the differences say', () => {
    const texts = [[0, 0], [1]];
    const start = logits();
    const gradient = tf
      .grad((of) => ctcLoss(of as Tensor3D, texts))(start)
      .dataSync();
    const values = start.dataSync();
    for (let at = 0; at < values.length; at += 5) {
      const moved = (by: number) =>
        value(
          tf.tensor3d(
            Array.from(values, (each, index) => (index === at ? each + by : each)),
            [2, 4, 3],
          ),
          texts,
        );
      expect(gradient[at]).toBeCloseTo((moved(0.05) - moved(-0.05)) / 0.1, 2);
    }
  });

  it('passes over a text that does not fit, and leaves no tensor behind', () => {
    const of = logits();
    const before = tf.memory().numTensors;
    const loss = ctcLoss(of, [[0, 0, 0, 0], [1]]);
    expect(loss.dataSync()[0]).toBeCloseTo(byHand(of.arraySync()[1]!, [1]) / 2, 4);
    loss.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => ctcLoss(of, [[], [1]])).toThrow('zero');
  });
});
