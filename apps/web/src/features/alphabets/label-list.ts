import { labelOf } from '@inkling/recognizer';
import { labelProblem } from '../../shared/labels';

export const MOST_LABELS = 200;

/** The labels of an alphabet after some were added, and what could not be. */
export interface Added {
  readonly labels: readonly string[];
  /** A sentence each. */
  readonly problems: readonly string[];
}

/** Blanks, new lines, commas and semicolons lie between labels. */
const BETWEEN = /[\s,;，、；]+/u;
const ENDS_BETWEEN = /[\s,;，、；]$/u;

/** The labels in what somebody typed or pasted. A comma alone is meant itself. */
export function partsOf(text: string): string[] {
  const given = text.trim();
  if (/^[,;，、；]$/u.test(given)) return [given];
  return given.split(BETWEEN).filter((part) => part !== '');
}

/**
 * What of a text that is being typed is complete, since a blank or a comma follows it, and what may be typed on.
 */
export function typedParts(text: string): { readonly complete: string; readonly rest: string } {
  const parts = partsOf(text);
  const rest = ENDS_BETWEEN.test(text) ? '' : (parts.pop() ?? '');
  return { complete: parts.join(' '), rest };
}

/** Adds the labels in a text, each once, in its order. */
export function withAdded(labels: readonly string[], text: string): Added {
  const all = [...labels];
  const problems: string[] = [];
  for (const part of partsOf(text)) {
    // As an alphabet keeps it: letters that look like their capital count as it.
    const label = labelOf('characters', part);
    if (label === undefined) problems.push(`“${shortened(part)}”: ${labelProblem(part)}`);
    else if (all.includes(label)) problems.push(thereAlready(part.normalize('NFC'), label));
    else if (all.length >= MOST_LABELS)
      problems.push(`“${part.normalize('NFC')}”: ${MOST_LABELS} labels are the most.`);
    else all.push(label);
  }
  return { labels: all, problems };
}

const thereAlready = (given: string, label: string): string =>
  given === label
    ? `“${given}” is there already.`
    : `“${given}” is there already: it counts as ${label}.`;

const SHOWN = 16;
const shortened = (text: string): string =>
  text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
