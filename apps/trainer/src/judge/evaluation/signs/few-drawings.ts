import { nearest, normaliseRows } from '@inkling/recognizer';
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
  const isTaught = (row: number): boolean => teachers.has(signs.drawers[row]!);

  const lessons = chosen
    .map((name) => rows.filter((row) => signs.names[row] === name && isTaught(row)))
    // Where no teacher's drawing gave a glyph, nothing can be answered.
    .filter((taught) => taught.length > 0);
  const size = signs.embeddings[rows[0]!]!.length;
  const sums = new Float32Array(lessons.length * size);
  lessons.forEach((taught, at) => {
    for (const row of taught) {
      signs.embeddings[row]!.forEach((value, axis) => (sums[at * size + axis]! += value));
    }
  });
  const prototypes = normaliseRows(sums, size);
  const read = (row: number): string => {
    const [best] = nearest(signs.embeddings[row]!, prototypes, lessons.length, size, 1);
    return signs.names[lessons[best!.index]![0]!]!;
  };
  const asked = rows.filter((row) => chosen.includes(signs.names[row]!) && !isTaught(row));
  const right = asked.filter((row) => read(row) === signs.names[row]);
  return { read: asked.length, right: right.length };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** The alphabets of some signs. */
export const alphabetsOf = ({ names }: Pick<EmbeddedSigns, 'names'>): string[] =>
  unique(names.map((name) => name.slice(0, name.lastIndexOf('/'))));

/**
 * The mean share told apart over trials of all alphabets that are large enough.
 *
 * @param count people who draw each sign once
 * @param lots trials an alphabet
 */
export function shareTold(signs: EmbeddedSigns, count: number, lots: number): number {
  const shares = alphabetsOf(signs).flatMap((alphabet) =>
    Array.from({ length: lots }, (_, at) => tellApart(signs, alphabet, count, at + 1)).flatMap(
      (told) => (told ? [told.right / told.read] : []),
    ),
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
