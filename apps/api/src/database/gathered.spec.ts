import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';

/** Answers with the double, and tells what came together. */
function doubling(most: number) {
  const batches: number[][] = [];
  const gathered = new Gathered(async (numbers: readonly number[]) => {
    batches.push([...numbers]);
    await wait(5);
    if (numbers.includes(13)) throw new Error('unlucky');
    return numbers.map((number) => 2 * number);
  }, most);
  return { batches, ask: (number: number) => gathered.ask(number) };
}

it('sends the first at once, and together what comes meanwhile', async () => {
  const { batches, ask } = doubling(3);
  const answers = [1, 2, 3, 4, 5].map(ask);
  expect(batches).toEqual([[1]]);
  expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

it('tells all of a batch of its failure, and goes on', async () => {
  const { ask } = doubling(2);
  const answers = [1, 13, 2, 3].map(ask);
  const outcomes = await Promise.allSettled(answers);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  await expect(ask(4)).resolves.toBe(8);
});
