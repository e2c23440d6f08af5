/** log(exp(a) + exp(b)), also where one of them is -Infinity. */
export function logAdd(a: number, b: number): number {
  const large = a > b ? a : b;
  const small = a > b ? b : a;
  return small === -Infinity ? large : large + Math.log1p(Math.exp(small - large));
}
