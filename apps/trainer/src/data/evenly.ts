/** Row numbers from the first to the last, as many as wanted or there are. */
export function evenlySpread(count: number, wanted: number): number[] {
  const rows = Math.min(count, wanted);
  return Array.from({ length: rows }, (_, at) => Math.floor((at * count) / rows));
}

/** Values from the first to the last, as many as wanted or there are. */
export const evenly = <T>(all: readonly T[], wanted: number): T[] =>
  evenlySpread(all.length, wanted).map((at) => all[at]!);
