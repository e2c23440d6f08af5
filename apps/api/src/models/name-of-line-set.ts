import type { LineEvaluation } from '@inkling/recognizer';

/** The same lines are measured as ink and as pictures of it. */
export const nameOfLineSet = ({
  dataset,
  input,
}: Pick<LineEvaluation, 'dataset' | 'input'>): string =>
  `${dataset}, as ${input === 'ink' ? 'ink' : 'pictures'}`;
