import type { SuspicionReason } from '@inkling/contract';
import { closeness, VOTE, type Evidence, type Score, type Witness } from '@inkling/recognizer';

/** A look-alike that counts less than this is not worth a word. */
const LEAST_WEIGHT = 0.1;

/** A figure's reasons in words, the weightiest first. */
export function reasonsOf(
  evidence: Evidence,
  score: Score,
  labels: readonly string[],
): SuspicionReason[] {
  const { network, neighbours, writer } = score.parts;
  const reasons: SuspicionReason[] = [
    { kind: 'network', text: ofNetwork(evidence, score, labels), weight: network },
    { kind: 'neighbours', text: ofNeighbours(evidence, labels), weight: neighbours },
  ];
  if (evidence.record.decided > 0) {
    reasons.push({ kind: 'writer', text: ofWriter(evidence), weight: writer });
  }
  return reasons
    .map(({ weight, ...reason }) => ({ ...reason, weight: Math.round(weight * 100) / 100 }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function ofNetwork(
  { label, logProbabilities, learnt }: Evidence,
  { margin: { rival } }: Score,
  labels: readonly string[],
): string {
  const shareOf = (index: number): string => percent(Math.exp(logProbabilities[index]!));
  const trained = learnt ? ' It was trained on this very sample, so that says little.' : '';
  const agrees = rival < 0 || logProbabilities[label]! >= logProbabilities[rival]!;
  if (agrees) {
    return `The network alone reads ${labels[label]!}, too (${shareOf(label)}).${trained}`;
  }
  return `The network alone reads ${labels[rival]!} (${shareOf(rival)}) and gives ${labels[label]!} ${shareOf(label)}.${trained}`;
}

function ofNeighbours({ label, witnesses }: Evidence, labels: readonly string[]): string {
  const seen = witnesses.slice(0, VOTE.nearest).filter(isNear);
  if (seen.length === 0) return 'No other sample looks like it yet.';
  const counts = new Map<number, number>();
  for (const { classIndex } of seen) counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  const same = counts.get(label) ?? 0;
  counts.delete(label);
  const [other] = [...counts].sort((a, b) => b[1] - a[1]);
  const all = seen.length === 1 ? 'The one sample' : `Of ${seen.length} samples`;
  const rest = other ? `, ${other[1]} ${isOrAre(other[1])} ${labels[other[0]]!}` : '';
  if (seen.length === 1) {
    const [{ classIndex }] = seen as [Witness];
    return `${all} that looks like it is ${labels[classIndex]!}.`;
  }
  return `${all} that look like it ${same} ${isOrAre(same)} ${labels[label]!}${rest}.`;
}

function ofWriter({ record: { decided, wrong } }: Evidence): string {
  if (decided === 1) {
    return `This writer's one other reviewed correction was ${wrong === 1 ? 'wrong' : 'right'}.`;
  }
  return `${wrong} of this writer's ${decided} other reviewed corrections ${wrong === 1 ? 'was' : 'were'} wrong.`;
}

const isNear = ({ similarity }: Witness): boolean =>
  closeness(similarity, VOTE.beta) >= LEAST_WEIGHT;

const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');

function percent(share: number): string {
  if (share < 0.01) return 'less than 1%';
  if (share > 0.99) return 'more than 99%';
  return `${Math.round(share * 100)}%`;
}
