/**
 * Adjusts p-values of several tests made at once, so that calling significant what is at most 0.05 is
 * wrong anywhere in only 5 % of cases (Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 1979). Never less sharp than Bonferroni's correction.
 *
 * @returns adjusted p-values in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}
