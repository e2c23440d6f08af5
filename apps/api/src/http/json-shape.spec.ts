import { describe, expect, it } from '@jest/globals';
import { MAX_POINTS } from '@inkling/ink';
import { lookAtJson } from './json-shape.js';

const look = (text: string) => lookAtJson(Buffer.from(text));
const tooMuchInJson = (text: string): string | undefined => look(text).tooMuch;

describe('lookAtJson', () => {
  it.each<[string, unknown]>([
    [
      'the largest ink',
      { ink: { strokes: [Array(MAX_POINTS).fill([0.1, 0.2, 1e9, 0.3].map(Math.sqrt))] } },
    ],
    [
      'a review of 500 corrections',
      {
        ids: Array.from({ length: 500 }, String),
        revisions: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [at, 1])),
      },
    ],
    ['brackets, colons and commas in text', { note: '[{:,'.repeat(500_000) }],
    ['quotes and backslashes in text', { note: '\\"[{'.repeat(1000), key: '\\', 'a"b': '\\\\' }],
  ])('passes %s', (_what, value) => expect(tooMuchInJson(JSON.stringify(value))).toBeUndefined());

  it.each([
    ['levels of lists', '['.repeat(1e6), 'nested deeper than 16 levels'],
    ['levels of objects', '{"a":'.repeat(17), 'nested deeper than 16 levels'],
    ['keys', `{${'"a":1,'.repeat(1001)}`, 'more than 1000 keys'],
    ['values', `[${'0,'.repeat(600_001)}`, 'more than 600000 values'],
    ['digits', `[${'1'.repeat(4 * 1024 * 1024)}`, 'more than 4 MB beside'],
    ['blanks', ' '.repeat(4 * 1024 * 1024 + 1), 'more than 4 MB beside'],
    ['empty lists', `[${'[],'.repeat(300_001)}`, 'more than 600000 values'],
    ['levels after text with quotes', `["\\\\","\\"",${'['.repeat(20)}`, 'nested deeper than 16'],
  ])('finds too many %s', (_what, text, words) => expect(tooMuchInJson(text)).toContain(words));

  it('ends with a text that is cut off in a string', () => {
    expect(tooMuchInJson('{"a": "b\\')).toBeUndefined();
    expect(tooMuchInJson('"\\"')).toBeUndefined();
  });

  const long = 'A'.repeat(65 * 1024);
  it.each([
    ['one', `{"task":"digits","image":"${long}"}`, long],
    [
      'one with blanks and after nested values',
      `{ "a" : [{"image": 1}], "image" : "${long}" }`,
      long,
    ],
    ['the last of two', `{"image":"${long}","image":"${long}B"}`, `${long}B`],
    ['one with escapes', `{"image":"${long}\\/\\""}`, `${long}\\/\\"`],
    ['one as other demos call it', `{"mode":"digits","data_url":"${long}"}`, long],
    ['none that is short', `{"image":"AAAA"}`, undefined],
    ['none that is nested', `{"ink":{"image":"${long}"}}`, undefined],
    ['none in a list', `{"image":["${long}"]}`, undefined],
    ['none of another name', `{"note":"${long}","x":"image"}`, undefined],
  ])('finds a long image: %s', (_what, text, found) => {
    const { image } = look(text);
    expect(image && text.slice(image.start, image.end)).toBe(found);
  });
});
