import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { refusalWords } from './refusal-words.js';

const wordsFor = (schema: z.ZodType, value: unknown): string[] => {
  const { error } = schema.safeParse(value, { error: refusalWords });
  return error?.issues.map(({ message }) => message) ?? [];
};

describe('refusalWords', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['is missing', z.object({ label: z.string() }), {}],
    ['must be text', z.string(), 7],
    ['must be a whole number', z.int(), 2.5],
    ['must be true or false', z.boolean(), 'yes'],
    ['must be at most 90', z.number().max(90), 900],
    ['must be at least 1', z.number().min(1), 0],
    ['must not be empty', z.string().min(1), ''],
    ['must have at least 8 characters', z.string().min(8), 'short'],
    ['must have at most 3 characters', z.string().max(3), 'long'],
    ['must have at most 1 entry', z.array(z.int()).max(1), [1, 2]],
    ['must be one of on, off', z.enum(['on', 'off']), 'dim'],
    ['must be an id, such as "0197a1c2-5b7e-7c3d-9a41-2f6e8d0b4c55"', z.uuid(), '7'],
    [
      'must be a date and time with its time zone, such as "2026-05-03T14:05:00Z"',
      z.iso.datetime({ offset: true }),
      '2026-05-03 14:05',
    ],
    ['must be a date, such as "2026-05-03"', z.iso.date(), 'yesterday'],
    ['must be an email address, such as "anna@example.org"', z.email(), 'nobody'],
    ['must be an address, such as "https://example.org/"', z.url(), 'example'],
    ['must not have colour', z.strictObject({}), { colour: 1 }],
    ['as said here', z.int().min(1, 'as said here'), 0],
  ])('says: %s', (words, schema, value) => {
    expect(wordsFor(schema, value)).toEqual([words]);
  });

  it('gives examples that are taken', () => {
    const exampleOf = (schema: z.ZodType) => /"(.*)"/.exec(wordsFor(schema, 'x')[0]!)![1]!;
    for (const schema of [z.uuid(), z.iso.datetime(), z.iso.date(), z.email(), z.url()]) {
      expect(wordsFor(schema, exampleOf(schema))).toEqual([]);
    }
  });

  it('leaves everything else to the library', () => {
    expect(wordsFor(z.ipv4(), 'nobody')).toEqual(['Invalid IPv4 address']);
  });
});
