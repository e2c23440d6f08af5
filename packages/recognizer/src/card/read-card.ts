import type { z } from 'zod';

/**
 * A card's text as its schema has it.
 *
 * @param what the card, at the start of a sentence
 * @throws Error with one sentence for each thing that is wrong, and where
 */
export function readCard<T>(what: string, schema: z.ZodType<T>, json: string): T {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (cause) {
    throw new Error(`${what} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join('.') : 'card'}: ${message}`,
  );
  throw new Error(`${what} is not valid. ${problems.join('; ')}`);
}
