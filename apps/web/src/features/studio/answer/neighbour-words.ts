import type { PredictionResponse } from '@inkling/contract';

type Neighbour = PredictionResponse['neighbours'][number];

/** Whose samples these are: the writer's own drawings, approved ones of anybody, or some of both. */
type Origin = 'own' | 'approved' | 'both';

const LOOK_LIKE: Record<Origin, string> = {
  own: 'your similar drawings',
  approved: 'approved samples that look like it',
  both: 'yours and approved samples that look like it',
};
const BECAUSE: Record<Origin, string> = {
  own: 'because you corrected these',
  approved: 'because of these approved samples',
  both: 'because of your corrections and approved samples',
};
const DECIDED: Record<Origin, string> = {
  own: 'decided by your corrections',
  approved: 'decided by approved samples',
  both: 'decided by your corrections and approved samples',
};

/** What stands above an answer's neighbours. */
export function neighboursTitle(
  { decidedBy, label }: Pick<PredictionResponse, 'decidedBy' | 'label'>,
  shown: readonly Neighbour[],
): string {
  if (decidedBy !== 'memory') return LOOK_LIKE[originOf(shown)];
  return BECAUSE[originOf(deciding(shown, label))];
}

/** What an answer says of itself when memory decided it. */
export function decidedWords({
  label,
  neighbours,
}: Pick<PredictionResponse, 'label' | 'neighbours'>): string {
  return DECIDED[originOf(deciding(neighbours, label))];
}

/** Those of the answered label pulled it there. */
const deciding = (neighbours: readonly Neighbour[], label: string): readonly Neighbour[] =>
  neighbours.filter((neighbour) => neighbour.label === label);

function originOf(neighbours: readonly Neighbour[]): Origin {
  const own = neighbours.filter((neighbour) => neighbour.own).length;
  if (own === neighbours.length) return 'own';
  return own === 0 ? 'approved' : 'both';
}
