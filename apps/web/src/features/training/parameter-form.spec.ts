import { expect, it } from '@jest/globals';
import { trainingParametersSchema } from '@inkling/contract';
import { errorsByField, NO_TEXTS, parametersOf, readForm } from './parameter-form';

it('should have a field for each parameter of the contract', () => {
  const names = parametersOf('digits').map(({ name }) => name);
  expect([...names].sort()).toEqual(Object.keys(trainingParametersSchema.shape).sort());
  expect(Object.keys(NO_TEXTS).sort()).toEqual([...names].sort());
  expect(parametersOf('lines').map(({ name }) => name)).toEqual(names);
  const hintOf = (network: string) =>
    parametersOf(network).find(({ name }) => name === 'batchSize')!.hint;
  expect([hintOf('digits'), hintOf('lines')]).toEqual(['Samples in one step', 'Lines in one step']);
});

it('should ask for what was typed and leave the rest to the defaults', () => {
  expect(readForm(NO_TEXTS)).toEqual({ parameters: {} });
  expect(readForm({ ...NO_TEXTS, epochs: ' 3 ', learningRate: '0,0003' })).toEqual({
    parameters: { epochs: 3, learningRate: 0.0003 },
  });
  // Out of range, which the server tells.
  expect(readForm({ ...NO_TEXTS, epochs: '900' })).toEqual({ parameters: { epochs: 900 } });
  expect(readForm({ ...NO_TEXTS, seed: 'x', epochs: '2' })).toEqual({
    errors: { seed: 'expected a number' },
  });
});

it('should put what the server says beside its field', () => {
  expect(
    errorsByField([
      { pointer: '/epochs', detail: 'expected a whole number from 1 to 50' },
      { pointer: '/network', detail: 'unknown' },
    ]),
  ).toEqual({ epochs: 'expected a whole number from 1 to 50' });
});
