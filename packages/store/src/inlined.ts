import { escapeLiteral } from 'pg';
import type { Prisma } from './generated/client.js';

/** A statement with its values in it, as COPY needs it: it takes none beside its text. */
export const inlined = ({ strings, values }: Prisma.Sql): string =>
  strings.reduce((text, next, at) => `${text}${literalOf(values[at - 1])}${next}`);

function literalOf(value: unknown): string {
  if (typeof value === 'string') return escapeLiteral(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `ARRAY[${value.map(literalOf).join()}]`;
  throw new TypeError(`A ${typeof value} has no place in a statement.`);
}
