import { beforeAll, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evenly } from '../../data/evenly.js';
import { loadLineSet } from '../../data/labelled-lines.js';
import { readLinesFolder } from './lines-folder.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import type { LinesGateInput } from './lines-gate.js';

jest.setTimeout(600_000);

const MODELS = fileURLToPath(new URL('../../../../../models', import.meta.url));

describeWithTensorflow('judgeLines', () => {
  let judgeLines: typeof import('./lines-gate.js').judgeLines;
  let betweenLines: typeof import('../../learn/line-tuning/between-lines.js').betweenLines;
  let shaken: Uint8Array;
  const shipped = readLinesFolder(join(MODELS, 'lines'));
  const gateSet = evenly(loadLineSet(MODELS, 'gate'), 80);
  const validation = evenly(loadLineSet(MODELS, 'validation'), 60);
  const input = (change: Partial<LinesGateInput> = {}): LinesGateInput => ({
    ...{ champion: shipped, base: shipped, start: shipped, challenger: shipped },
    ...{ gateSet, validation, holdout: gateSet.slice(0, 10) },
    ...change,
  });
  const failed = async (of: LinesGateInput) => {
    const { report } = await judgeLines(of, () => undefined);
    return report.rules.filter(({ passed }) => !passed).map(({ rule }) => rule);
  };

  beforeAll(async () => {
    ({ judgeLines } = await import('./lines-gate.js'));
    ({ betweenLines } = await import('../../learn/line-tuning/between-lines.js'));
    const { restoreLines } = await import('../../onnx/restore-network.js');
    const { exportSequenceOnnx } = await import('../../onnx/export-onnx.js');
    const { tf } = await import('../../tensorflow.js');
    const model = restoreLines(shipped.onnx, shipped.card.characters.length + 1);
    for (const weight of model.trainableWeights) {
      const value = weight.read();
      const noise = tf.randomNormal(value.shape, 0, 0.02, 'float32', 7);
      weight.write(value.add(noise));
    }
    shaken = exportSequenceOnnx(model);
    model.dispose();
  });

  it('should find nothing wrong with the champion itself but that it is no better', async () => {
    const { report, card } = await judgeLines(input(), () => undefined);
    const rules = report.rules.filter(({ passed }) => !passed).map(({ rule }) => rule);
    // So few lines can't prove the half point that a challenger is allowed.
    expect(rules).toEqual(expect.arrayContaining(['gate-set', 'base', 'holdout']));
    for (const rule of ['engines', 'classes', 'groups', 'latency', 'calibration'])
      expect(rules).not.toContain(rule);
    // Whatever these few lines alone would say of it.
    expect(card.temperature).toBeCloseTo(shipped.card.temperature, 2);
    expect(card.certainty).toEqual(shipped.card.certainty);
  });

  it('should refuse a network that reads worse, and one that nothing shows to be better', async () => {
    const challenger = { onnx: shaken, card: shipped.card };
    const rules = await failed(input({ challenger }));
    expect(rules).toEqual(expect.arrayContaining(['gate-set', 'base', 'holdout']));
    expect(rules).not.toContain('engines');
    expect(await failed(input({ holdout: [] }))).toContain('holdout');
  });

  it('should let a better network pass, and tell how it reads', async () => {
    const champion = { onnx: betweenLines(shipped, shaken, 1), card: shipped.card };
    const { report, card, onnx } = await judgeLines(
      // So few lines tell little of calibration.
      input({ champion, base: champion, limits: { calibrationLoss: 0.1 } }),
      () => undefined,
    );
    expect(report.rules.filter(({ passed }) => !passed)).toEqual([]);
    expect(report).toMatchObject({ passed: true, network: 'lines', sizes: { gate: 80 } });
    expect(onnx).toBe(shipped.onnx);
    const ofGate = card.evaluations.filter(({ dataset }) => dataset.startsWith('Gate set'));
    expect(ofGate.reduce((sum, { lines }) => sum + lines, 0)).toBe(80);
  });
});
