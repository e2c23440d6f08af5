/** Characters that many hands write alike, so that shape alone can't tell them apart. */
const SAME_SHAPES: readonly (readonly string[])[] = [
  ['0', 'O'],
  ['1', 'I', 'L'],
  ['5', 'S'],
  ['2', 'Z'],
  ['9', 'g', 'q'],
];

/** All labels of a label's shape, itself among them; none where no other is written like it. */
export const sameShape = (label: string | undefined): readonly string[] =>
  SAME_SHAPES.find((labels) => labels.some((one) => one === label)) ?? [];

/**
 * Where the others of its shape have at least this share of what all of the shape have, an answer is open:
 * a network that has seen more zeros than the letter O says zero, which tells of its data, not of the drawing.
 */
const OPEN_FROM = 0.03;

/**
 * The labels between which the shape can't decide, most probable first; none where the answer has no such
 * rival, or none that may answer.
 *
 * @param candidates all that may answer, most probable first
 */
export function ambiguousLabels(
  candidates: readonly { readonly label: string; readonly probability: number }[],
): string[] {
  const shape = sameShape(candidates[0]?.label);
  const alike = candidates.filter(({ label }) => shape.includes(label));
  const total = alike.reduce((sum, { probability }) => sum + probability, 0);
  const open = alike.filter(({ probability }) => probability >= OPEN_FROM * total);
  return open.length > 1 ? open.map(({ label }) => label) : [];
}
