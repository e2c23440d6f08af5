/** The rows of each hand, in the order of their first ones. */
export function rowsByHand(hands: readonly string[]): Map<string, number[]> {
  const byHand = new Map<string, number[]>();
  hands.forEach((hand, row) => {
    const known = byHand.get(hand);
    if (known) known.push(row);
    else byHand.set(hand, [row]);
  });
  return byHand;
}
