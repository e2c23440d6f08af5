/** Samples of a decision that stood alike. */
interface Group {
  readonly label: string;
  readonly count: number;
}

function groupsOf(value: unknown): Group[] {
  const samples = (value as { samples?: unknown } | null)?.samples;
  if (!Array.isArray(samples)) return [];
  return samples.map((group: Partial<Group>) => ({
    label: String(group.label ?? ''),
    count: Number(group.count ?? 0),
  }));
}

/** Lines of a decision that stood alike; their texts are nobody's business here. */
interface LineGroup {
  readonly retyped: boolean;
  readonly count: number;
}

function linesOf(value: unknown): LineGroup[] {
  const lines = (value as { lines?: unknown } | null)?.lines;
  if (!Array.isArray(lines)) return [];
  return lines.map((group: Partial<LineGroup>) => ({
    retyped: group.retyped === true,
    count: Number(group.count ?? 0),
  }));
}

/** Letters and digits whose name begins with a vowel's sound. */
const SPOKEN_WITH_VOWEL = /^[8AEFHILMNORSXaefhilmnorsx]$/;

/** "a 0", "an 8". */
const one = (label: string): string => `${SPOKEN_WITH_VOWEL.test(label) ? 'an' : 'a'} ${label}`;

const isDigit = (label: string): boolean => /^\d$/.test(label);
const isLetter = (label: string): boolean => /^\p{L}$/u.test(label);

function kindOf(labels: readonly string[]): string {
  if (labels.every(isDigit)) return 'digits';
  return labels.every(isLetter) ? 'letters' : 'characters';
}

interface Decision {
  readonly before: unknown;
  readonly after: unknown;
}

/** What decisions were about: "a 0", "12 drawings of 7", "45 digits", "3 lines", "a 7 as 1 and 2 lines". */
export function decidedWords(decisions: readonly Decision[]): string {
  const lines = decidedLines(decisions);
  if (lines === null) return decidedDrawings(decisions);
  const hasDrawings = decisions.some(({ after }) => groupsOf(after).length > 0);
  return hasDrawings ? `${decidedDrawings(decisions)} and ${lines}` : lines;
}

/** `null` where it was about no lines. */
function decidedLines(decisions: readonly Decision[]): string | null {
  const after = decisions.flatMap((decision) => linesOf(decision.after));
  const count = after.reduce((sum, group) => sum + group.count, 0);
  if (count === 0) return null;
  const retyped = after.reduce((sum, group) => sum + (group.retyped ? group.count : 0), 0);
  if (count === 1) return retyped === 1 ? 'a line with another text' : 'a line';
  const others = retyped === 0 ? '' : `, ${retyped.toLocaleString('en')} with another text`;
  return `${count.toLocaleString('en')} lines${others}`;
}

function decidedDrawings(decisions: readonly Decision[]): string {
  const after = decisions.flatMap((decision) => groupsOf(decision.after));
  const count = after.reduce((sum, group) => sum + group.count, 0);
  const labels = [...new Set(after.map(({ label }) => label))];
  const [label] = labels;
  if (label === undefined || label === '') return count === 1 ? 'a drawing' : `${count} drawings`;
  if (count === 1) {
    const [before] = decisions.flatMap((decision) => groupsOf(decision.before));
    return before && before.label !== label ? `${one(before.label)} as ${label}` : one(label);
  }
  const number = count.toLocaleString('en');
  return labels.length === 1 ? `${number} drawings of ${label}` : `${number} ${kindOf(labels)}`;
}
