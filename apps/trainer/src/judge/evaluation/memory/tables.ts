import type { MemoryParameters } from '@inkling/recognizer';
import { NO_MEMORY, scoreTrials } from './score.js';
import type { Subject } from './subject.js';
import type { Trial } from './trials.js';
import {
  OWN_COUNTS,
  SHARED_OWN_COUNT,
  SPOIL_COUNT,
  type OwnTrials,
  type SharedTrials,
} from './tune.js';

/** Errors of one task with own samples in memory: a line for each setting. */
export function ownTable(
  subject: Subject,
  trials: OwnTrials,
  settings: readonly MemoryParameters[],
): string {
  const lists = [...OWN_COUNTS.map((n) => trials.byCount.get(n) ?? []), trials.otherHands];
  const alone = lists.map((list) => error(subject, list, NO_MEMORY));
  return markdown(
    [
      'α own, β, cap',
      ...OWN_COUNTS.map((n) => `${n} a class`),
      `other hands, ${SPOIL_COUNT} a class`,
    ],
    settings.map((setting) => [
      `${setting.alphaOwn}, ${setting.beta}, ${setting.classCap}`,
      ...lists.map((list, at) => change(alone[at]!, error(subject, list, setting), list)),
    ]),
  );
}

/** Errors of one task with everybody's samples in memory, a line for each setting. */
export function sharedTable(
  subject: Subject,
  { newcomers, settled }: SharedTrials,
  settings: readonly MemoryParameters[],
): string {
  const columns = [newcomers, settled].flatMap((list) => [
    { list, key: 'error' as const },
    { list, key: 'balancedError' as const },
  ]);
  return markdown(
    [
      'α shared, β shared, nearest',
      'no own sample',
      'mean of classes',
      `${SHARED_OWN_COUNT} own a class`,
      'mean of classes',
    ],
    settings.map((setting) => [
      `${setting.alphaShared}, ${setting.betaShared ?? setting.beta}, ${setting.nearest}`,
      ...columns.map(({ list, key }) => {
        const alone = scoreTrials(subject, list, { ...setting, alphaShared: 0 });
        return change(alone[key], scoreTrials(subject, list, setting)[key], list);
      }),
    ]),
  );
}

const error = (subject: Subject, trials: readonly Trial[], parameters: MemoryParameters) =>
  scoreTrials(subject, trials, parameters).error;

/** A hand may have too few samples for a column: then there is nothing to say. */
function change(before: number, after: number, trials: readonly Trial[]): string {
  if (trials.length === 0) return '–';
  return `${percent(before)} → ${percent(after)} %`;
}

const percent = (share: number) => (share * 100).toFixed(2);

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
