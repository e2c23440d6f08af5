import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'a date',
};

export const AN_EMAIL = 'must be an email address, such as "anna@example.org"';

/** Of texts that have a form: one that has it. */
const FORMS: Readonly<Record<string, string>> = {
  uuid: 'must be an id, such as "0197a1c2-5b7e-7c3d-9a41-2f6e8d0b4c55"',
  datetime: 'must be a date and time with its time zone, such as "2026-05-03T14:05:00Z"',
  date: 'must be a date, such as "2026-05-03"',
  email: AN_EMAIL,
  url: 'must be an address, such as "https://example.org/"',
};

/** What is counted where a length is limited. */
const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  file: ['byte', 'bytes'],
};

/**
 * What is wrong with a field, for the person who filled it in: what is allowed, not what a type is called.
 * `undefined` where the library's own words will do. Schemas with words of their own keep them.
 */
export function refusalWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${KINDS[String(issue['expected'])] ?? String(issue['expected'])}`;
    case 'too_big':
      return limit(issue, 'at most', Number(issue['maximum']));
    case 'too_small':
      return limit(issue, 'at least', Number(issue['minimum']));
    case 'invalid_value':
      return `must be one of ${(issue['values'] as readonly unknown[]).map(String).join(', ')}`;
    case 'invalid_format':
      return FORMS[String(issue['format'])];
    case 'unrecognized_keys':
      return `must not have ${(issue['keys'] as readonly string[]).join(', ')}`;
    default:
      return undefined;
  }
}

function limit(issue: z.core.$ZodRawIssue, side: string, value: number): string {
  const counted = COUNTED[String(issue['origin'])];
  if (counted === undefined) return `must be ${side} ${value}`;
  if (value === 1 && side === 'at least') return 'must not be empty';
  return `must have ${side} ${value} ${counted[value === 1 ? 0 : 1]}`;
}
