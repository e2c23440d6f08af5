import type { GateReport, GateRule } from '@inkling/contract';
import { betweenFiles } from '../../learn/fine-tuning/between-files.js';
import type { GateInput, GateModel } from './gate-input.js';
import { readFormer, type Log } from './measure.js';
import { runGate, type GateResult } from './run-gate.js';

/** Rules that say that something was lost: what half of the way may keep. */
const OF_LOSS: readonly GateRule[] = ['gate-set', 'base', 'classes', 'groups', 'calibration'];

interface Input extends GateInput {
  /** What the challenger was trained from. */
  readonly start: GateModel;
}

/** The verdict, and the network that it is about. */
export interface Judged extends GateResult {
  readonly onnx: Uint8Array;
}

/**
 * The gate, with a second chance: a challenger that is refused for what it lost, and for nothing else,
 * goes back half of the way to where it started and is judged once more, by the same rules. What it learnt
 * counts less then, and what it cost much less. When that passes, it is the challenger, and the report
 * keeps what the whole way was refused for; otherwise the verdict on the whole way stands.
 *
 * @param log told what is being measured, and then each rule's sentence
 * @throws as `runGate`
 */
export async function gateOrInterpolated(input: Input, log: Log): Promise<Judged> {
  const { network, start, challenger } = input;
  const former = await readFormer(input, log);
  const whole = { ...(await runGate(input, log, former)), onnx: challenger.onnx };
  if (!onlyLost(whole.report)) return whole;

  log('Gate: it lost too much, and nothing else is wrong: half of the way is judged too.');
  const onnx = betweenFiles(network, start.onnx, challenger.onnx, 0.5);
  const half = await runGate({ ...input, challenger: { ...challenger, onnx } }, log, former);
  if (!half.report.passed) {
    log('Gate: half of the way is refused as well: the verdict is on the whole.');
    return whole;
  }
  return { ...half, onnx, report: { ...half.report, wholeWay: whole.report.rules } };
}

/** Whether it is refused, and for nothing but what it lost. */
export const onlyLost = ({ passed, rules }: GateReport): boolean =>
  !passed && rules.every((one) => one.passed || OF_LOSS.includes(one.rule));
