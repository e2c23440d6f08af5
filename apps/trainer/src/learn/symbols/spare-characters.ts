import type { ClassColumns } from '../../onnx/symbol-classes.js';
import type { Reading } from '../../onnx/reading.js';

/** By so much a symbol's bias is lowered at a time, in logits. */
const STEP = 0.1;

/** Columns, and by how much each had to be made less probable. */
export interface Spared {
  readonly columns: ClassColumns;
  /** In logits, by symbol: 0 where it takes next to nothing. */
  readonly lowered: Float64Array;
}

/**
 * Columns that take no more of a network's own classes than is allowed: whichever symbol takes most is made less
 * probable, again and again. One that looks like a letter pays for it, others stay as they are.
 *
 * @param characters glyphs of the network's own classes that nothing was fitted on, as it reads them without symbols
 * @param allowed share of them that may be lost, 0..1
 */
export function spareCharacters(
  { kernel, bias }: ClassColumns,
  { count, classes, logits, embeddings, labels }: Reading,
  allowed: number,
): Spared {
  const symbols = bias.length;
  const size = kernel.length / symbols;
  /** By how much each symbol is before the right class, for glyphs that are read right without symbols. */
  const leads: Float64Array[] = [];
  for (let row = 0; row < count; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const right = own[labels[row]!]!;
    if (own.some((logit) => logit > right)) continue;
    const lead = Float64Array.from(bias, (value) => value - right);
    for (let at = 0; at < size; at++) {
      const value = embeddings[row * size + at]!;
      for (let symbol = 0; symbol < symbols; symbol++) {
        lead[symbol]! += value * kernel[at * symbols + symbol]!;
      }
    }
    if (lead.some((one) => one > 0)) leads.push(lead);
  }
  const lowered = new Float64Array(symbols);
  for (;;) {
    const taken = new Int32Array(symbols);
    let lost = 0;
    for (const lead of leads) {
      const before = lead.map((one, symbol) => one - lowered[symbol]!);
      const most = before.indexOf(Math.max(...before));
      if (before[most]! <= 0) continue;
      lost++;
      taken[most]!++;
    }
    if (lost <= allowed * count) break;
    lowered[taken.indexOf(Math.max(...taken))]! += STEP;
  }
  return {
    columns: { kernel, bias: bias.map((value, symbol) => value - lowered[symbol]!) },
    lowered,
  };
}
