/** The logarithm of the sum of the exponentials of scores, each divided by a temperature; finite also for large ones. */
export function logSumExp(scores: Float32Array | Float64Array, temperature = 1): number {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (const score of scores) sum += Math.exp((score - highest) / temperature);
  return highest / temperature + Math.log(sum);
}
