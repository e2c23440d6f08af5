import { logSumExp } from '../../log-sum-exp.js';
import type { ClassColumns } from '../../onnx/symbol-classes.js';

/** Drawings as a network with its own classes alone has read them. */
export interface ReadDrawings {
  /** `[count, classes]`, before temperature. */
  readonly logits: Float32Array;
  /** `[count, size]`, as the file gives them. */
  readonly embeddings: Float32Array;
  readonly count: number;
}

export interface SymbolDrawings extends ReadDrawings {
  /** Index of the symbol that each is. */
  readonly symbols: ArrayLike<number>;
}

export interface SymbolLesson {
  /** Drawings of the network's own classes, which must not be taken away. */
  readonly known: ReadDrawings;
  readonly drawings: SymbolDrawings;
  /** How many symbols there are. */
  readonly symbols: number;
  /** What the network serves with. */
  readonly temperature: number;
}

export interface SymbolClassSettings {
  /** What all drawings of a symbol weigh, where all of the network's own classes weigh 1. */
  readonly weight: number;
  /** Half the penalty on the sum of a column's squares. */
  readonly decay: number;
}

/** Chosen on validation writers, see docs/adr/0023. */
export const SYMBOL_CLASS_SETTINGS: SymbolClassSettings = { weight: 0.008, decay: 0.033 };

const STEPS = 300;
/** Most drawings are far from any symbol: between looks at all, only those count that pulled at the last. */
const STEPS_A_LOOK = 10;
const LEAST_PULL = 1e-5;
const RATE = 0.05;
const [KEEP_MEAN, KEEP_SQUARE, TINY] = [0.9, 0.999, 1e-8];

/**
 * Columns that give symbols classes of their own beside a network's: softmax regression on its embedding, with the
 * logits of its own classes as they are. So what the network knows stays, and a new class takes only what is like it.
 * The loss is convex; Adam (Kingma and Ba 2015) goes down all of it with a rate that falls to 0.
 */
export function fitSymbolClasses(
  { known, drawings, symbols, temperature }: SymbolLesson,
  { weight, decay }: SymbolClassSettings = SYMBOL_CLASS_SETTINGS,
): ClassColumns {
  const size = drawings.embeddings.length / drawings.count;
  const counts = new Int32Array(symbols);
  for (let row = 0; row < drawings.count; row++) counts[drawings.symbols[row]!]!++;
  const parts = [
    {
      ...rowsOf(known, temperature),
      weightOf: () => 1 / known.count,
      symbolOf: () => -1,
    },
    {
      ...rowsOf(drawings, temperature),
      weightOf: (row: number) => weight / counts[drawings.symbols[row]!]!,
      symbolOf: (row: number) => drawings.symbols[row]!,
    },
  ];
  const width = size + 1;
  const columns = new Float64Array(symbols * width);
  const gradient = new Float64Array(columns.length);
  const mean = new Float64Array(columns.length);
  const square = new Float64Array(columns.length);
  const scores = new Float64Array(symbols);
  for (let step = 1; step <= STEPS; step++) {
    columns.forEach((value, at) => {
      gradient[at] = at % width === size ? 0 : decay * value;
    });
    const isLook = step % STEPS_A_LOOK === 1;
    for (const part of parts) {
      const { embeddings, own, weightOf, symbolOf } = part;
      const near: number[] = [];
      for (const row of isLook ? part.all : part.near) {
        scoresOf(embeddings, row, columns, temperature, scores);
        const most = Math.max(own[row]!, ...scores);
        let all = Math.exp(own[row]! - most);
        for (const score of scores) all += Math.exp(score - most);
        for (let symbol = 0; symbol < symbols; symbol++) {
          const probability = Math.exp(scores[symbol]! - most) / all;
          const pull = probability - Number(symbolOf(row) === symbol);
          if (Math.abs(pull) < LEAST_PULL) continue;
          if (near.at(-1) !== row) near.push(row);
          const by = (weightOf(row) * pull) / temperature;
          const start = symbol * width;
          for (let at = 0; at < size; at++) {
            gradient[start + at]! += by * embeddings[row * size + at]!;
          }
          gradient[start + size]! += by;
        }
      }
      if (isLook) part.near = near;
    }
    const rate = (RATE * (1 + Math.cos((Math.PI * step) / STEPS))) / 2;
    for (let at = 0; at < columns.length; at++) {
      const slope = gradient[at]!;
      mean[at] = KEEP_MEAN * mean[at]! + (1 - KEEP_MEAN) * slope;
      square[at] = KEEP_SQUARE * square[at]! + (1 - KEEP_SQUARE) * slope * slope;
      const steady = mean[at]! / (1 - KEEP_MEAN ** step);
      const spread = Math.sqrt(square[at]! / (1 - KEEP_SQUARE ** step));
      columns[at]! -= (rate * steady) / (spread + TINY);
    }
  }
  return columnsOf(columns, symbols, size);
}

/** How probable the network's own classes are together is all that a new one has to know of them. */
function rowsOf({ logits, embeddings, count }: ReadDrawings, temperature: number) {
  const classes = logits.length / count;
  const own = Float64Array.from({ length: count }, (_, row) =>
    logSumExp(logits.subarray(row * classes, (row + 1) * classes), temperature),
  );
  const all = [...own.keys()];
  return { embeddings, own, all, near: all };
}

function scoresOf(
  embeddings: Float32Array,
  row: number,
  columns: Float64Array,
  temperature: number,
  scores: Float64Array,
): void {
  const width = columns.length / scores.length;
  const size = width - 1;
  for (let symbol = 0; symbol < scores.length; symbol++) {
    const start = symbol * width;
    let sum = columns[start + size]!;
    for (let at = 0; at < size; at++) sum += embeddings[row * size + at]! * columns[start + at]!;
    scores[symbol] = sum / temperature;
  }
}

function columnsOf(columns: Float64Array, symbols: number, size: number): ClassColumns {
  const kernel = new Float32Array(size * symbols);
  const bias = new Float32Array(symbols);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (let at = 0; at < size; at++) {
      kernel[at * symbols + symbol] = columns[symbol * (size + 1) + at]!;
    }
    bias[symbol] = columns[symbol * (size + 1) + size]!;
  }
  return { kernel, bias };
}
