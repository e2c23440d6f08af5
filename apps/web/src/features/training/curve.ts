import type { TrainingProgress } from '@inkling/contract';

/** One report of a training, as it is drawn. */
export interface CurvePoint {
  /** Counts up from the first step; what a chart draws along. */
  readonly step: number;
  /** The epoch in which it was, with its part that is done: 1.5 is the middle of the second. */
  readonly epochs: number;
  readonly loss: number;
  /** 0..1 */
  readonly accuracy: number;
}

/**
 * The curve with one more report. A training that was broken off goes on from its last epoch, so what
 * it had told beyond that is told again and counts no more.
 */
export function withReport(
  points: readonly CurvePoint[],
  { step, steps, epochs, loss, accuracy }: TrainingProgress,
): CurvePoint[] {
  const kept = points.filter((point) => point.step < step);
  return [...kept, { step, epochs: (step / Math.max(1, steps)) * epochs, loss, accuracy }];
}

export interface EpochRow {
  /** From 1 on. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** Means of the reports of each epoch, for a table. */
export function epochRows(points: readonly CurvePoint[]): EpochRow[] {
  const groups = new Map<number, CurvePoint[]>();
  for (const point of points) {
    const epoch = Math.max(1, Math.ceil(point.epochs - 1e-9));
    groups.set(epoch, [...(groups.get(epoch) ?? []), point]);
  }
  const mean = (group: readonly CurvePoint[], key: 'loss' | 'accuracy') =>
    group.reduce((sum, point) => sum + point[key], 0) / group.length;
  return [...groups].map(([epoch, group]) => ({
    epoch,
    loss: mean(group, 'loss'),
    accuracy: mean(group, 'accuracy'),
  }));
}

/** Says a loss at its axis: with the same decimals at each mark, as many as the greatest needs for two digits. */
export function lossTick(points: readonly CurvePoint[]): (loss: number) => string {
  const most = Math.max(...points.map(({ loss }) => loss), 0);
  const decimals = most > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(most)))) : 1;
  return (loss) => loss.toFixed(decimals);
}

export const CURVE_HEAD = ['step', 'epochs', 'loss', 'accuracy'] as const;

export const curveCells = (points: readonly CurvePoint[]): number[][] =>
  points.map(({ step, epochs, loss, accuracy }) => [step, epochs, loss, accuracy]);
