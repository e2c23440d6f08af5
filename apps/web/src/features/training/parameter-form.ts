import type { TrainingParameters } from '@inkling/contract';
import type { FieldError } from '../../shared/api/errors';
import { capitalised } from '../../shared/words';
import { sampleWord } from './network-words';

export type ParameterName = keyof TrainingParameters;

/** What was typed; empty is the default. */
export type ParameterTexts = Readonly<Record<ParameterName, string>>;

export const NO_TEXTS: ParameterTexts = {
  epochs: '',
  learningRate: '',
  replayRatio: '',
  batchSize: '',
  seed: '',
};

interface Parameter {
  readonly name: ParameterName;
  readonly title: string;
  readonly hint: string;
}

/** What may be chosen for a job of a network, in the order of the form. */
export function parametersOf(network: string): readonly Parameter[] {
  const what = sampleWord(network);
  return [
    { name: 'epochs', title: 'Epochs', hint: 'How often each correction is shown' },
    { name: 'learningRate', title: 'Learning rate', hint: 'How far each step goes' },
    {
      name: 'replayRatio',
      title: 'Replay',
      hint: `Base ${what}s beside each correction, so that nothing is forgotten`,
    },
    { name: 'batchSize', title: 'Batch size', hint: `${capitalised(what)}s in one step` },
    { name: 'seed', title: 'Seed', hint: 'The same seed and data give the same training' },
  ];
}

const NAMES = Object.keys(NO_TEXTS) as ParameterName[];

export type FormErrors = Readonly<Partial<Record<ParameterName, string>>>;

/** What is to be asked for, or what is wrong: whether a number is in its range is the server's to say. */
export function readForm(
  texts: ParameterTexts,
): { readonly parameters: Partial<TrainingParameters> } | { readonly errors: FormErrors } {
  const parameters: Partial<Record<ParameterName, number>> = {};
  const errors: Partial<Record<ParameterName, string>> = {};
  for (const name of NAMES) {
    const text = texts[name].trim().replace(',', '.');
    if (text === '') continue;
    const value = Number(text);
    if (Number.isFinite(value)) parameters[name] = value;
    else errors[name] = 'expected a number';
  }
  return Object.keys(errors).length > 0 ? { errors } : { parameters };
}

/** What the server says of each field. */
export function errorsByField(problems: readonly FieldError[]): FormErrors {
  const names = new Set<string>(NAMES);
  return Object.fromEntries(
    problems
      .map(({ pointer, detail }) => [pointer.slice(1), detail] as const)
      .filter(([name]) => names.has(name)),
  );
}
