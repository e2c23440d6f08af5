import { beforeAll, expect, it } from '@jest/globals';
import { gateReportSchema, type GateReport } from '@inkling/contract';
import { pickGlyphs } from '../../data/glyph-sets.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import type { GateInput, GateModel } from './gate-input.js';
import { champion, shippedDigits, smallGate } from './testing/small-gate.js';

const replay = shippedDigits('replay');
const ones = [...replay.labels.keys()].filter((row) => replay.labels[row] === 1).slice(0, 12);

/** Small sets, and limits that so few glyphs can keep. */
const input: Omit<GateInput, 'challenger'> = {
  ...smallGate,
  holdout: pickGlyphs(replay, ones),
  limits: { loss: 0.03, calibrationLoss: 0.3 },
};
const failed = ({ rules }: GateReport | { rules: NonNullable<GateReport['wholeWay']> }) =>
  rules.filter(({ passed }) => !passed).map(({ rule }) => rule);

describeWithTensorflow('gateOrInterpolated', () => {
  let gateOrInterpolated: typeof import('./gate-or-interpolated.js').gateOrInterpolated;
  /** A champion that likes to say 1: better on the ones that were kept back, worse on everything else. */
  let fondOfOnes: (bias: number) => GateModel;
  let weightsOf: (onnx: Uint8Array) => ReadonlyMap<string, Float32Array>;

  beforeAll(async () => {
    ({ gateOrInterpolated } = await import('./gate-or-interpolated.js'));
    const { restoreNetwork } = await import('../../onnx/restore-network.js');
    const { exportOnnx } = await import('../../onnx/export-onnx.js');
    const { readWeights, writeWeights } = await import('../../learn/fine-tuning/weights.js');
    weightsOf = (onnx) => {
      const model = restoreNetwork('digits', onnx);
      const weights = readWeights(model);
      model.dispose();
      return weights;
    };
    fondOfOnes = (bias) => {
      const model = restoreNetwork('digits', champion.onnx);
      const weights = new Map(readWeights(model));
      const biases = Float32Array.from(weights.get('logits/bias')!);
      biases[1]! += bias;
      writeWeights(model, weights.set('logits/bias', biases));
      const onnx = exportOnnx(model);
      model.dispose();
      return { onnx, card: champion.card };
    };
  });

  async function judge(challenger: GateModel, limits: GateInput['limits'] = input.limits) {
    const lines: string[] = [];
    const judged = await gateOrInterpolated(
      { ...input, start: champion, challenger, limits },
      (line) => lines.push(line),
    );
    return { ...judged, looks: lines.filter((line) => line.includes('is calibrated on')).length };
  }

  it('looks once at what passes', async () => {
    const challenger = fondOfOnes(3);
    const { report, onnx, looks } = await judge(challenger);
    expect(report).toMatchObject({ passed: true });
    expect(report.wholeWay).toBeUndefined();
    expect(onnx).toBe(challenger.onnx);
    expect(looks).toBe(1);
  });

  it('goes half of the way where the whole loses too much, and keeps what it was refused for', async () => {
    const { report, onnx, looks } = await judge(fondOfOnes(5.5));
    expect(looks).toBe(2);
    expect(report.passed).toBe(true);
    expect(failed(report)).toEqual([]);
    expect(failed({ rules: report.wholeWay! })).toContain('gate-set');
    expect(gateReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    // Half of the way from the champion's weights is half of the bias, but for rounding.
    const half = weightsOf(onnx);
    for (const [name, values] of weightsOf(fondOfOnes(2.75).onnx)) {
      const furthest = values.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - half.get(name)![at]!)),
        0,
      );
      expect(furthest).toBeLessThan(1e-5);
    }
  });

  it('lets the verdict on the whole stand where half of it is refused too', async () => {
    const challenger = fondOfOnes(5.5);
    // By the rule of three 300 glyphs prove no loss under a hundredth.
    const { report, onnx, looks } = await judge(challenger, { ...input.limits, loss: 0.009 });
    expect(looks).toBe(2);
    expect(report.passed).toBe(false);
    expect(report.wholeWay).toBeUndefined();
    expect(failed(report)).toContain('classes');
    expect(onnx).toBe(challenger.onnx);
  });

  it('does not try to mend what half of the way cannot', async () => {
    const { report, looks } = await judge(fondOfOnes(-5.5));
    expect(failed(report)).toContain('holdout');
    expect(looks).toBe(1);
  });
});
