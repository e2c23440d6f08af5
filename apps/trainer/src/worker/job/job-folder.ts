import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { trainingParametersSchema, type GateReport } from '@inkling/contract';
import { NETWORKS, TASKS, type AnyCard } from '@inkling/recognizer';
import { GLYPH_PIXELS, glyphFromBytes } from '@inkling/ink';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import {
  readJson,
  readModel,
  readReport,
  writeModel,
  writeReport,
  type ModelBytes,
} from './model-files.js';

/** Samples in a job's folder: `<name>.bin` holds 784 bytes a glyph, the request the rest. */
const samplesSchema = z.object({
  /** Class indices of the network; behind its own classes those of the symbols. */
  labels: z.array(z.int().min(0).max(255)),
  /** Look-alike group of each. */
  groups: z.array(z.int().min(0)),
  /** Which labels each was chosen from. */
  tasks: z.array(z.enum(TASKS)),
});

export const jobRequestSchema = z.object({
  jobId: z.uuid(),
  network: z.enum(NETWORKS),
  parameters: trainingParametersSchema,
  modelsDir: z.string(),
  fingerprint: z.string(),
  /** Labels that are to get a class of their own, beside the network's. */
  symbols: z.array(z.string()),
  train: samplesSchema,
  holdout: samplesSchema,
});
export type JobRequest = z.infer<typeof jobRequestSchema>;

/** What a child needs to train and judge, as files: it gets no access to the database. */
export interface JobInput {
  readonly request: JobRequest;
  /** What is trained further. */
  readonly start: ModelBytes;
  /** What has to be beaten; most often the same. */
  readonly champion: ModelBytes;
  readonly base: ModelBytes;
  /** 784 bytes a glyph, 255 is ink. */
  readonly train: Uint8Array;
  readonly holdout: Uint8Array;
}

export interface JobResult {
  readonly challenger: ModelBytes<AnyCard>;
  readonly report: GateReport;
}

export const checkpointFolder = (folder: string): string => join(folder, 'checkpoint');

export async function writeJobInput(folder: string, input: JobInput): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'request.json'), JSON.stringify(input.request));
  await writeModel(folder, 'start', input.start);
  await writeModel(folder, 'champion', input.champion);
  await writeModel(folder, 'base', input.base);
  await writeFile(join(folder, 'train.bin'), input.train);
  await writeFile(join(folder, 'holdout.bin'), input.holdout);
}

export function readJobInput(folder: string) {
  const request = jobRequestSchema.parse(readJson(folder, 'request.json'));
  const model = (name: string) => readModel(request.network, folder, name);
  return {
    request,
    start: model('start'),
    champion: model('champion'),
    base: model('base'),
    train: labelled(readFileSync(join(folder, 'train.bin')), request.train.labels),
    groups: Int32Array.from(request.train.groups),
    holdout: labelled(readFileSync(join(folder, 'holdout.bin')), request.holdout.labels),
  };
}

export async function writeJobResult(folder: string, result: JobResult): Promise<void> {
  await writeModel(folder, 'challenger', result.challenger);
  await writeReport(folder, result.report);
}

export async function readJobResult(folder: string): Promise<JobResult> {
  // Both networks for single characters have cards of one kind.
  return {
    challenger: readModel('digits', folder, 'challenger'),
    report: await readReport(folder),
  };
}

function labelled(bytes: Uint8Array, labels: readonly number[]): LabelledGlyphs {
  if (bytes.length !== labels.length * GLYPH_PIXELS) {
    throw new Error(`${bytes.length} bytes are no ${labels.length} glyphs.`);
  }
  return { count: labels.length, glyphs: glyphFromBytes(bytes), labels: Uint8Array.from(labels) };
}
