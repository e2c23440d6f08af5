import { classOfLabel, isSymbol, labelOf, type Task } from '@inkling/recognizer';
import { labelProblem, otherTaskWords } from '../../shared/labels';
import { counted } from '../../shared/words';

/** What a text field for a label has come to. */
export interface LabelInput {
  /** What would be sent; absent while it is nothing that can be. */
  readonly label?: string;
  /** About what stands there, or what is wrong with it; empty for an empty field. */
  readonly words: string;
  readonly isWrong: boolean;
}

interface Known {
  readonly label: string;
  readonly samples: number;
}

/**
 * Reads a label as it is typed or pasted. What surrounds it, such as the end of a line, is no part of it.
 *
 * @param symbols those that were taught already
 */
export function readLabel(text: string, task: Task, symbols: readonly Known[]): LabelInput {
  if (text === '') return { words: '', isWrong: false };
  const given = text.trim();
  const problem = labelProblem(given) ?? otherTaskWords(task, given);
  if (problem !== undefined) return { words: problem, isWrong: true };
  const label = labelOf(task, given)!;
  return {
    label: isSymbol(label) ? label : given.normalize('NFC'),
    words: about(),
    isWrong: false,
  };

  function about(): string {
    const known = symbols.find((symbol) => symbol.label === label);
    if (known) return `You taught ${label} with ${counted(known.samples, 'drawing')}.`;
    if (isSymbol(label)) return `${label} will be a new symbol of yours.`;
    const isMerged = classOfLabel(task, given) !== given;
    return isMerged
      ? `${given} counts as ${label}: they look alike.`
      : `${label} is known already.`;
  }
}
