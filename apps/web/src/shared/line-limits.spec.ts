import * as contract from '@inkling/contract';
import { expect, it } from '@jest/globals';
import * as own from './line-limits';

it('has the limits of the contract', () => {
  const { LINE_TASKS, MOST_LINE_CHARACTERS, MOST_TEXT_CHARACTERS, MOST_WORDS } = contract;
  expect({ ...own }).toEqual({
    LINE_TASKS,
    MOST_LINE_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    MOST_WORDS,
  });
});
