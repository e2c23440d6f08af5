import { createRandom, shuffle } from '../../../random.js';

/** Signs as a network embeds them. */
export interface EmbeddedSigns {
  /** `alphabet/character` of each row. */
  readonly names: readonly string[];
  readonly drawers: readonly string[];
  /** Of length 1 each. */
  readonly embeddings: readonly Float32Array[];
}

/** Signs to be told apart in one trial, all of one alphabet. */
export const SIGNS_IN_A_TRIAL = 20;

export interface Told {
  readonly read: number;
  readonly right: number;
}

/**
 * How often signs of one alphabet are told apart that nobody trained on: `count` people draw each of 20 signs
 * once, and drawings of all other people are given the sign with the nearest mean (prototypes, Snell,
 * Swersky, Zemel 2017).
 *
 * @param seed draws the signs and the people
 * @returns `undefined` where the alphabet has fewer signs
 */
export function tellApart(
  signs: EmbeddedSigns,
  alphabet: string,
  count: number,
  seed: number,
): Told | undefined {
  const random = createRandom(seed);
  const draw = (all: readonly string[], wanted: number) => {
    const order = Int32Array.from(all, (_, at) => at);
    shuffle(order, random);
    return [...order.subarray(0, wanted)].map((at) => all[at]!);
  };
  const rows = signs.names.flatMap((name, row) => (name.startsWith(`${alphabet}/`) ? [row] : []));
  const names = unique(rows.map((row) => signs.names[row]!));
  if (names.length < SIGNS_IN_A_TRIAL) return undefined;
  const chosen = draw(names, SIGNS_IN_A_TRIAL);
  const teachers = new Set(draw(unique(rows.map((row) => signs.drawers[row]!)), count));

  const means = new Map(
    chosen.map((name) => [
      name,
      meanOf(
        rows
          .filter((row) => signs.names[row] === name && teachers.has(signs.drawers[row]!))
          .map((row) => signs.embeddings[row]!),
      ),
    ]),
  );
  const asked = rows.filter(
    (row) => means.has(signs.names[row]!) && !teachers.has(signs.drawers[row]!),
  );
  const right = asked.filter(
    (row) => nearestName(means, signs.embeddings[row]!) === signs.names[row],
  );
  return { read: asked.length, right: right.length };
}

/** Of length 1; `undefined` where nobody's drawing gave a glyph. */
function meanOf(embeddings: readonly Float32Array[]): Float64Array | undefined {
  if (embeddings.length === 0) return undefined;
  const sum = new Float64Array(embeddings[0]!.length);
  for (const embedding of embeddings) embedding.forEach((value, at) => (sum[at]! += value));
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}

function nearestName(
  means: ReadonlyMap<string, Float64Array | undefined>,
  embedding: Float32Array,
): string | undefined {
  let best: { name: string; similarity: number } | undefined;
  for (const [name, mean] of means) {
    if (!mean) continue;
    const similarity = embedding.reduce((sum, value, at) => sum + value * mean[at]!, 0);
    if (!best || similarity > best.similarity) best = { name, similarity };
  }
  return best?.name;
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** The alphabets of some signs. */
export const alphabetsOf = ({ names }: Pick<EmbeddedSigns, 'names'>): string[] =>
  unique(names.map((name) => name.slice(0, name.lastIndexOf('/'))));
