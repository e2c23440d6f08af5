import type { ImportPreview } from '@inkling/contract';
import { classOfLabel, labelOf, labelsOfTask, type Task } from '@inkling/recognizer';

/** What becomes of a label that is not mapped. */
type AsItIs = 'the same' | 'a symbol' | 'refuse';

/** A label of a file, under the tasks of the rows that have it. */
export interface FileLabel {
  readonly label: string;
  readonly asItIs: AsItIs;
  /** The chosen task lacks it, and there are rows that don't say another. */
  readonly isForeign: boolean;
  /** Worth a look before the import starts. */
  readonly isDoubtful: boolean;
  /** What it can be mapped to. */
  readonly choices: readonly string[];
}

/** The labels of a file, as the chosen task and the tasks that its rows say themselves take them. */
export function fileLabels({ labels, rows }: ImportPreview, chosen: Task): FileLabel[] {
  const tasks = new Map<string, Set<Task>>();
  for (const { found, ownTask } of rows) {
    if (found === null) continue;
    tasks.set(found, (tasks.get(found) ?? new Set()).add(ownTask ?? chosen));
  }
  const withoutOwn = new Set(rows.filter(({ ownTask }) => !ownTask).map(({ found }) => found));
  return labels.map((label) => {
    const tasksOfRows = tasks.get(label);
    // Formats that list their labels say no tasks.
    const isOfChosen = !tasksOfRows || withoutOwn.has(label);
    return fileLabel(label, [...(tasksOfRows ?? [chosen])], isOfChosen ? chosen : undefined);
  });
}

function fileLabel(label: string, tasks: readonly Task[], chosen: Task | undefined): FileLabel {
  const asItIs = tasks.map((task) => asItIsIn(task, label)).reduce(worse);
  const isForeign = chosen !== undefined && classOfLabel(chosen, label) === undefined;
  const isDoubtful = isForeign || asItIs === 'refuse';
  const choices = [...new Set(tasks.flatMap((task) => labelsOfTask(task)))];
  return { label, asItIs, isForeign, isDoubtful, choices };
}

function asItIsIn(task: Task, label: string): AsItIs {
  if (classOfLabel(task, label) !== undefined) return 'the same';
  return labelOf(task, label) === undefined ? 'refuse' : 'a symbol';
}

const FROM_WORST: readonly AsItIs[] = ['refuse', 'a symbol', 'the same'];
const worse = (one: AsItIs, other: AsItIs): AsItIs =>
  FROM_WORST.indexOf(one) < FROM_WORST.indexOf(other) ? one : other;
