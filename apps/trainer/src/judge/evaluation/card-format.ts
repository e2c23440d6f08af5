/** Longest line that an object or list is kept on. */
const LINE = 100;

/**
 * JSON that people can read and diff: what fits on a line stands on one, and so does every list of
 * numbers, however long (a row of a confusion matrix).
 */
export function formatCard(value: unknown, indent = ''): string {
  const line = inline(value);
  if (indent.length + line.length <= LINE || !isCollection(value) || isNumbers(value)) return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((item) => formatCard(item, deeper))
    : entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatCard(item, deeper)}`);
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (!isCollection(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const parts = entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

const entriesOf = (value: object) => Object.entries(value).filter(([, item]) => item !== undefined);
const isCollection = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
const isNumbers = (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');
