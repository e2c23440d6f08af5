import type { LabelSpace } from '../label-space.js';
import type { Task } from '../labels.js';
import { isSymbol, labelOf } from '../symbol.js';

/** Nothing may be answered to what was asked, or not all of it. */
export class NotAnswerableError extends Error {
  override readonly name = 'NotAnswerableError';

  /** @param errors with a JSON pointer into the request for each label that there is not */
  constructor(
    readonly code: 'unknown_label' | 'not_taught',
    message: string,
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(message);
  }
}

/** What a request lets answer. */
export interface Asked {
  readonly task: Task;
  /** Of the alphabet that is the task, as it has them. */
  readonly alphabet?: { readonly name: string; readonly labels: readonly string[] } | undefined;
  /** In any case of a merged letter; absent: everything that the task or alphabet has. */
  readonly allow: readonly string[] | undefined;
}

/** What there is to answer with. */
export interface Known {
  /** Of the memory that answers, or of the network alone. */
  readonly labels: LabelSpace;
  /** Symbols that this writer may be answered, by index. */
  readonly symbols: readonly number[];
}

/**
 * By index in the label space: whether a label may answer. As long as it has to be: what lies behind its end may not.
 *
 * @throws NotAnswerableError `unknown_label`, pointing at each that there is not; `not_taught` where nothing may answer
 */
export function answerable(asked: Asked, { labels, symbols }: Known): boolean[] {
  const known = new Set([
    ...labels.classesOfTask(asked.task),
    ...symbols.map((index) => labels.labelAt(index)),
  ]);
  const ofTask = asked.alphabet
    ? asked.alphabet.labels.filter((label) => known.has(label))
    : [...known];
  const chosen = asked.allow ? allowedOf(asked, asked.allow, ofTask) : ofTask;
  const indices = labels.indicesOf(chosen);
  if (indices.length === 0) throw notTaught(asked);
  return labels.maskOf(indices);
}

function allowedOf(
  { task, alphabet }: Asked,
  allow: readonly string[],
  ofTask: readonly string[],
): string[] {
  const known = new Set(ofTask);
  const named = allow.map((label) => labelOf('characters', label) ?? label);
  const errors = named.flatMap((label, at) =>
    known.has(label)
      ? []
      : [{ pointer: `/allow/${at}`, detail: whyNot(allow[at]!, label, alphabet?.name ?? task) }],
  );
  if (errors.length === 0) return named;
  const detail = `${errors[0]!.detail}. Labels: ${ofTask.join(' ')}`;
  throw new NotAnswerableError('unknown_label', detail, errors);
}

const whyNot = (given: string, label: string, where: string): string =>
  isSymbol(label) ? `"${given}" was not taught for ${where}` : `"${given}" is no label of ${where}`;

function notTaught({ alphabet }: Asked): NotAnswerableError {
  const what = alphabet ? `Nothing of the alphabet "${alphabet.name}"` : 'None of these labels';
  const detail = `${what} was taught yet. Draw each label once with the task "characters" and correct it to that label.`;
  return new NotAnswerableError('not_taught', detail);
}
