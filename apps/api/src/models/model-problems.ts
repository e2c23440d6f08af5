import { ProblemError } from '../common/problem-error.js';
import type { AnyVersion } from '../recognise/registry/model-version.js';

export const nameOf = ({ network, version }: Pick<AnyVersion, 'network' | 'version'>): string =>
  `${network} ${version}`;

export const filePruned = (model: AnyVersion): ProblemError =>
  new ProblemError(
    'file_removed',
    `The file of ${nameOf(model)} was removed to save room; its card and history stay.`,
  );
