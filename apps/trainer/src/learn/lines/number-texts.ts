import type { Random } from '../../random.js';

/** How numbers are written; d stands for a digit. */
const SHAPES: readonly string[] = [
  'd,ddd',
  'dd,ddd',
  'ddd,ddd',
  'd,ddd.dd',
  'd.dd',
  'dd.dd',
  'ddd.dd',
  'dddd.dd',
  'd,dd',
  'dd,dd',
  'd.ddd,dd',
  '$d.dd',
  '$ddd.dd',
  '$d,ddd',
  'dd/dd/dd',
  'dd/dd/dddd',
  'd/d/dd',
  'dd.dd.dddd',
  'dddd-dd-dd',
  'ddd-dddd',
  '(ddd)ddd-dddd',
  '+dd dddd',
  'dd:dd',
  'd-d',
  'd/d',
  'dd/ddd',
  'dd%',
  'd.d%',
  '#dd',
  '#ddd#',
  'd+d=d',
  'd*d',
  '-d.d',
  'ddd-',
  '=ddd=',
  '**ddd',
];

export interface Lengths {
  readonly shortest: number;
  readonly longest: number;
}

/** How often a number has signs. */
const SHAPED = 0.35;

/**
 * A number by lot, now and then with the signs that dates, sums and telephone numbers have.
 *
 * @param digits those that the writer has
 */
export function drawNumber(digits: readonly string[], lengths: Lengths, random: Random): string {
  const { shortest, longest } = lengths;
  const shape =
    random.next() < SHAPED
      ? SHAPES[random.integer(SHAPES.length)]!
      : 'd'.repeat(shortest + random.integer(longest - shortest + 1));
  // Noughts in a row are common in sums, and a digit twice is what CTC loses first.
  const repeats = random.between(0, 0.5);
  let last = '';
  return shape.replace(/d/g, () => {
    const again = last !== '' && random.next() < repeats;
    last = again ? last : digits[random.integer(digits.length)]!;
    return last;
  });
}
