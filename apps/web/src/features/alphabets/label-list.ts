import { classOfLabel, symbolOf } from '@inkling/recognizer';
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

/** The labels in what somebody typed or pasted. A comma alone is meant itself. */
export function partsOf(text: string): string[] {
  const given = text.trim();
  if (/^[,;，、；]$/u.test(given)) return [given];
  return given.split(BETWEEN).filter((part) => part !== '');
}

/** As an alphabet keeps it: letters that look like their capital count as it. */
const kept = (label: string): string => classOfLabel('characters', label) ?? label;

/** Adds the labels in a text, each once, in its order. */
export function withAdded(labels: readonly string[], text: string): Added {
  const all = [...labels];
  const problems: string[] = [];
  for (const part of partsOf(text)) {
    const label = symbolOf(part);
    if (label === undefined) problems.push(`“${shortened(part)}”: ${labelProblem(part)}`);
    else if (all.includes(kept(label))) problems.push(thereAlready(label));
    else if (all.length >= MOST_LABELS)
      problems.push(`“${label}”: ${MOST_LABELS} labels are the most.`);
    else all.push(kept(label));
  }
  return { labels: all, problems };
}

const thereAlready = (label: string): string =>
  kept(label) === label
    ? `“${label}” is there already.`
    : `“${label}” is there already: it counts as ${kept(label)}.`;

const SHOWN = 16;
const shortened = (text: string): string =>
  text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
