import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { GATE_RULES, gateReportSchema, type TrainingParameters } from '@inkling/contract';
import { parseModelCard } from '@inkling/recognizer/card';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { createRandom } from '../../random.js';
import type { GateInput, GateModel } from './gate-input.js';
import { withFlippedLabels, withWrongLabels } from '../../lab/poison/poison.js';
import type { GateResult } from './run-gate.js';
import { champion, shippedDigits, smallGate, spread } from './testing/small-gate.js';

const SEVEN = 7;
const ONE = 1;
const NO_SAMPLES: LabelledGlyphs = spread(shippedDigits('gate'), 0);
const replay = shippedDigits('replay');

/** Small sets, and a limit that so few glyphs can keep. */
const input: GateInput = {
  ...smallGate,
  challenger: champion,
  holdout: NO_SAMPLES,
  limits: { loss: 0.03 },
};

describeWithTensorflow('runGate', () => {
  let runGate: typeof import('./run-gate.js').runGate;
  let fineTune: typeof import('../../learn/fine-tuning/fine-tune.js').fineTune;

  beforeAll(async () => {
    ({ runGate } = await import('./run-gate.js'));
    ({ fineTune } = await import('../../learn/fine-tuning/fine-tune.js'));
  });

  const judge = (changes: Partial<GateInput>) => runGate({ ...input, ...changes }, () => undefined);
  const failed = ({ report }: GateResult) =>
    report.rules.filter(({ passed }) => !passed).map(({ rule }) => rule);

  async function trainOn(corrections: LabelledGlyphs, parameters: Partial<TrainingParameters>) {
    const checkpointFolder = mkdtempSync(join(tmpdir(), 'inkling-gate-'));
    const few = { epochs: 1, learningRate: 3e-4, replayRatio: 1, batchSize: 32, seed: 1 };
    const { onnx } = await fineTune(
      {
        network: 'digits',
        champion,
        corrections,
        replay: spread(replay, 200),
        parameters: { ...few, ...parameters },
        checkpointFolder,
      },
      { onProgress: () => undefined, onEpoch: () => undefined, log: () => undefined },
    );
    rmSync(checkpointFolder, { recursive: true });
    return { onnx, card: champion.card };
  }

  /** Counted here once more, by other means than the gate's. */
  async function gateErrors({ onnx }: GateModel): Promise<number> {
    const session = await openOrtSession(onnx);
    const { logits } = await session.run(input.gateSet.glyphs, input.gateSet.count);
    await session.release();
    return [...input.gateSet.labels].filter((label, at) => {
      const row = [...logits.subarray(at * 10, at * 10 + 10)];
      return row.indexOf(Math.max(...row)) !== label;
    }).length;
  }

  it('evaluates every rule, and lets the champion not replace itself', async () => {
    const holdout = spread(replay, 30);
    // Calibrated on the same few glyphs, or the temperature alone would make one of the two better.
    const { calibration } = await judge({ holdout });
    const calibrated = { ...champion, card: { ...champion.card, ...calibration } };
    const lines: string[] = [];
    const result = await runGate({ ...input, champion: calibrated, holdout }, (line) =>
      lines.push(line),
    );
    expect(gateReportSchema.parse(result.report)).toEqual(result.report);
    expect(result.report.rules.map(({ rule }) => rule)).toEqual(
      GATE_RULES.filter((rule) => rule !== 'groups' && rule !== 'symbols'),
    );
    expect(result.report.sizes).toEqual({ gate: 300, holdout: 30, validation: 100 });
    expect(failed(result)).toEqual(['holdout']);
    for (const { sentence } of result.report.rules) {
      expect(lines.some((line) => line.includes(sentence))).toBe(true);
    }
    const card = { ...champion.card, ...result.calibration };
    expect(parseModelCard(JSON.stringify(card)).temperature).toBe(result.calibration.temperature);
  });

  it('refuses a network that has learnt to call every 7 a 1, although its writers like it', async () => {
    const sevens = [...replay.labels.keys()].filter((row) => replay.labels[row] === SEVEN);
    const wrong = withFlippedLabels(pickGlyphs(replay, sevens), SEVEN, ONE);
    const rows = [...wrong.labels.keys()];
    const challenger = await trainOn(pickGlyphs(wrong, rows.slice(0, 120)), {
      epochs: 3,
      learningRate: 2e-3,
      replayRatio: 0.5,
    });
    const result = await judge({ challenger, holdout: pickGlyphs(wrong, rows.slice(120, 160)) });
    expect(result.report.passed).toBe(false);
    expect(failed(result)).toEqual(expect.arrayContaining(['gate-set', 'base', 'classes']));
    expect(failed(result)).not.toContain('holdout');
    const figures = result.report.rules.find(({ rule }) => rule === 'classes')!.figures;
    expect(figures).toMatchObject({ lostClasses: '7', worstReadAs: '1' });
  });

  it('lets wrong labels pass only where they have done no harm', async () => {
    const poisoned = withWrongLabels(spread(replay, 150), 0.2, 10, createRandom(3));
    const rows = [...poisoned.labels.keys()];
    const challenger = await trainOn(pickGlyphs(poisoned, rows.slice(0, 120)), {});
    const { report } = await judge({ challenger, holdout: pickGlyphs(poisoned, rows.slice(120)) });
    const more = (await gateErrors(challenger)) - (await gateErrors(champion));
    if (report.passed) expect(more / input.gateSet.count).toBeLessThan(0.03);
    expect(report.rules[0]!.figures).toMatchObject({
      errors: await gateErrors(challenger),
      formerErrors: await gateErrors(champion),
    });
  });

  it('measures the time where the graph differs, and the other rules all the same', async () => {
    const { createNarrowNetwork } = await import('./testing/narrow-network.js');
    const { exportOnnx } = await import('../../onnx/export-onnx.js');
    const narrow = createNarrowNetwork();
    const challenger = { onnx: exportOnnx(narrow), card: champion.card };
    narrow.dispose();
    const result = await judge({ challenger });
    const latency = result.report.rules.find(({ rule }) => rule === 'latency')!;
    expect(latency.figures['sameGraph']).toBe(false);
    expect(latency.figures['ratio']).toBeGreaterThan(0);
    const engines = result.report.rules.find(({ rule }) => rule === 'engines')!;
    expect(engines.passed).toBe(false);
    expect(engines.sentence).toContain('does not fit the model');
    expect(failed(result)).toEqual(expect.arrayContaining(['gate-set', 'holdout', 'classes']));
  });

  it('says whose file it could not open', async () => {
    const broken = { onnx: champion.onnx.slice(0, 1000), card: champion.card };
    await expect(judge({ challenger: broken })).rejects.toThrow('the file of the challenger');
    await expect(judge({ base: broken })).rejects.toThrow('the file of the base model');
    await expect(judge({ gateSet: NO_SAMPLES })).rejects.toThrow('gate set');
  });
});
