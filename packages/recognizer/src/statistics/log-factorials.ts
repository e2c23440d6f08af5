/** Natural logarithms of 0!, 1!, …, n!. */
export function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  const { log } = Math;
  for (let value = 2; value <= n; value++) logs[value] = logs[value - 1]! + log(value);
  return logs;
}
