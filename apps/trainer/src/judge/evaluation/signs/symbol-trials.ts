import { createRandom, shuffle, type Random } from '../../../random.js';
import type { ReadSigns } from './symbol-desk.js';

/** What is taught and what is asked then. */
export interface SymbolTrial {
  /** Rows that teach each symbol. */
  readonly lessons: readonly (readonly number[])[];
  /** Rows to be read, and the symbol each is. */
  readonly asked: readonly { readonly row: number; readonly symbol: number }[];
}

export interface TrialPlan {
  /** Samples of each symbol. */
  readonly count: number;
  /** Symbols at most, and at least. */
  readonly most: number;
  readonly least: number;
  /** Drawings asked at most. */
  readonly asked: number;
  readonly lots: number;
}

/** Symbols of one person each, taught and asked by themselves. */
export function ownSymbolTrials(signs: ReadSigns, plan: TrialPlan): SymbolTrial[] {
  return [...rowsBy(signs.drawers)].flatMap(([, rows]) =>
    eachLot(plan, (random) => {
      const taught = shuffled([...rowsBy(rows.map((row) => signs.names[row]!)).values()], random)
        .map((places) =>
          shuffled(
            places.map((place) => rows[place]!),
            random,
          ),
        )
        .filter((ofSign) => ofSign.length > plan.count)
        .slice(0, plan.most);
      return trialOf(taught, (ofSign) => ofSign.slice(plan.count), plan, random);
    }),
  );
}

/** Symbols of one alphabet, taught by some people and asked of others. */
export function sharedSymbolTrials(signs: ReadSigns, plan: TrialPlan): SymbolTrial[] {
  return [...rowsBy(signs.names.map(alphabetOf))].flatMap(([, rows]) =>
    eachLot(plan, (random) => {
      const drawnOnce = [...rowsBy(rows.map((row) => signs.names[row]!)).values()]
        .map((places) =>
          onePerDrawer(
            shuffled(places, random).map((place) => rows[place]!),
            signs,
          ),
        )
        .filter((ofSign) => ofSign.length > plan.count);
      const taught = shuffled(drawnOnce, random).slice(0, plan.most);
      return trialOf(taught, (ofSign) => ofSign.slice(plan.count), plan, random);
    }),
  );
}

function eachLot(
  { count, lots }: TrialPlan,
  draw: (random: Random) => SymbolTrial | undefined,
): SymbolTrial[] {
  return Array.from({ length: lots }, (_, lot) => draw(createRandom(lot * 1009 + count))).flatMap(
    (trial) => trial ?? [],
  );
}

function trialOf(
  taught: readonly (readonly number[])[],
  rest: (ofSign: readonly number[]) => readonly number[],
  { count, least, asked }: TrialPlan,
  random: Random,
): SymbolTrial | undefined {
  if (taught.length < least) return undefined;
  const all = taught.flatMap((ofSign, symbol) => rest(ofSign).map((row) => ({ row, symbol })));
  return {
    lessons: taught.map((ofSign) => ofSign.slice(0, count)),
    asked: shuffled(all, random).slice(0, asked),
  };
}

/** `alphabet/character`; signs of UNIPEN have no alphabet in their names, and one of them is the stroke itself. */
const alphabetOf = (name: string): string =>
  name.length > 1 ? name.slice(0, name.lastIndexOf('/')) : '';

function onePerDrawer(rows: readonly number[], { drawers }: ReadSigns): number[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const isNew = !seen.has(drawers[row]!);
    seen.add(drawers[row]!);
    return isNew;
  });
}

export function rowsBy(keys: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  keys.forEach((key, row) => {
    const known = rows.get(key);
    if (known) known.push(row);
    else rows.set(key, [row]);
  });
  return rows;
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = Int32Array.from(items, (_, at) => at);
  shuffle(order, random);
  return [...order].map((at) => items[at]!);
}
