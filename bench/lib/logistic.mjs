const MOST_STEPS = 50;
/** Keeps the steps finite where the classes part perfectly. */
const RIDGE = 1e-4;

/**
 * Logistic regression by Newton's method.
 *
 * @param {readonly { inputs: readonly number[], isTrue: boolean, weight: number }[]} rows
 * @returns log-odds = base + weights · inputs, and the mean loss in nats
 */
export function fitLogistic(rows) {
  const size = rows[0].inputs.length + 1;
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  let parameters = new Array(size).fill(0);
  let loss = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = parameters.map((value) => RIDGE * value);
    const hessian = parameters.map((_, i) => parameters.map((__, j) => (i === j ? RIDGE : 0)));
    let sum = 0;
    for (const { inputs, isTrue, weight } of rows) {
      const terms = [1, ...inputs];
      const logOdds = terms.reduce((all, term, at) => all + term * parameters[at], 0);
      const probability = 1 / (1 + Math.exp(-logOdds));
      sum += (weight / total) * Math.log1p(Math.exp(isTrue ? -logOdds : logOdds));
      const slope = (weight / total) * probability * (1 - probability);
      const error = (weight / total) * (probability - (isTrue ? 1 : 0));
      for (let i = 0; i < size; i++) {
        gradient[i] += error * terms[i];
        for (let j = 0; j < size; j++) hessian[i][j] += slope * terms[i] * terms[j];
      }
    }
    if (Math.abs(loss - sum) < 1e-9) break;
    loss = sum;
    const change = solve(hessian, gradient);
    parameters = parameters.map((value, at) => value - change[at]);
  }
  const [base, ...weights] = parameters;
  return { base, weights, loss };
}

/** A small system of linear equations, by elimination with pivots. */
function solve(matrix, right) {
  const rows = matrix.map((row, at) => [...row, right[at]]);
  const { length } = rows;
  for (let column = 0; column < length; column++) {
    let pivot = column;
    for (let row = column; row < length; row++)
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < length; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let at = column; at <= length; at++) rows[row][at] -= factor * rows[column][at];
    }
  }
  return rows.map((row, at) => row[length] / row[at]);
}
