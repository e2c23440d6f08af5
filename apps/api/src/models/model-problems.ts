import { ProblemError } from '../common/problem-error.js';
import type { ModelVersion } from '../recognise/registry/model-version.js';

export const nameOf = ({ network, version }: Pick<ModelVersion, 'network' | 'version'>): string =>
  `${network} ${version}`;

export const filePruned = (model: ModelVersion): ProblemError =>
  new ProblemError(
    'file_removed',
    `The file of ${nameOf(model)} was removed to save room; its card and history stay.`,
  );
