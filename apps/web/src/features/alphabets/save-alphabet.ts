import type { Alphabet, AlphabetChange } from '@inkling/contract';
import { changeAlphabet, getAlphabet } from '../../shared/api/alphabets';

/** What somebody made of an alphabet. */
export interface EditedAlphabet {
  readonly name: string;
  readonly labels: readonly string[];
  /** Absent where it is not theirs to say. */
  readonly shared?: boolean;
}

/**
 * Saves what was changed here and nothing else, so that what others or another tab changed meanwhile stays.
 * Throws what the API threw.
 *
 * @param opened as it was when editing began
 */
export async function saveAlphabet(opened: Alphabet, edited: EditedAlphabet): Promise<Alphabet> {
  const { name, shared } = edited;
  const labels = await labelsOf(opened, edited);
  const change: AlphabetChange = {
    ...(name !== opened.name && { name }),
    ...(labels && { labels }),
    ...(shared !== undefined && shared !== opened.shared && { shared }),
  };
  return Object.keys(change).length === 0 ? opened : changeAlphabet(opened.id, change);
}

/** The labels that there are by now, without those removed here and with those added. */
async function labelsOf(opened: Alphabet, edited: EditedAlphabet): Promise<string[] | undefined> {
  const added = edited.labels.filter((label) => !opened.labels.includes(label));
  const removed = opened.labels.filter((label) => !edited.labels.includes(label));
  if (added.length === 0 && removed.length === 0) return undefined;
  const now = await getAlphabet(opened.id);
  return [...new Set([...now.labels.filter((label) => !removed.includes(label)), ...added])];
}
