import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trainingParametersSchema } from '@inkling/contract';
import { LINES_NETWORK, type LinesCard } from '@inkling/recognizer';
import { sharedWordsSchema } from '@inkling/recognizer/card';
import { z } from 'zod';
import { packLines, unpackLines, type LabelledLine } from '../../data/labelled-lines.js';
import type { JobResult } from './job-folder.js';
import {
  readJson,
  readModel,
  readReport,
  writeModel,
  writeReport,
  type ModelBytes,
} from './model-files.js';

const requestSchema = z.object({
  jobId: z.uuid(),
  parameters: trainingParametersSchema,
  modelsDir: z.string(),
  /** Look-alike group of each line that is trained on. */
  groups: z.array(z.int().min(0)),
  /** That the network is to expect from now on. */
  sharedWords: sharedWordsSchema,
});
export type LinesJobRequest = z.infer<typeof requestSchema>;

/** What a child needs to train and judge a network for lines, as files. */
export interface LinesJobInput {
  readonly request: LinesJobRequest;
  /** What is trained further. */
  readonly start: ModelBytes<LinesCard>;
  /** What has to be beaten; most often the same. */
  readonly champion: ModelBytes<LinesCard>;
  readonly base: ModelBytes<LinesCard>;
  readonly train: readonly LabelledLine[];
  readonly holdout: readonly LabelledLine[];
}

export async function writeLinesInput(folder: string, input: LinesJobInput): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'request.json'), JSON.stringify(input.request));
  for (const name of ['start', 'champion', 'base'] as const) {
    await writeModel(folder, name, input[name]);
  }
  await writeFile(join(folder, 'train.bin'), packLines(input.train));
  await writeFile(join(folder, 'holdout.bin'), packLines(input.holdout));
}

export function readLinesInput(folder: string): LinesJobInput {
  const model = (name: string) => readModel(LINES_NETWORK, folder, name);
  const lines = (name: string) => unpackLines(readFileSync(join(folder, `${name}.bin`)));
  return {
    request: requestSchema.parse(readJson(folder, 'request.json')),
    start: model('start'),
    champion: model('champion'),
    base: model('base'),
    train: lines('train'),
    holdout: lines('holdout'),
  };
}

export async function writeLinesResult(folder: string, result: JobResult): Promise<void> {
  await writeModel(folder, 'challenger', result.challenger);
  await writeReport(folder, result.report);
}

export const readLinesResult = async (folder: string): Promise<JobResult> => ({
  challenger: readModel(LINES_NETWORK, folder, 'challenger'),
  report: await readReport(folder),
});
