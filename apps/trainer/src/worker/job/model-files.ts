import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gateReportSchema, type GateReport } from '@inkling/contract';
import type { AnyCard, CardOfNetwork } from '@inkling/recognizer';
import { knownCard } from '@inkling/recognizer/card';
import type { TrainedNetwork } from '@inkling/recognizer';

/** A version in a job's folder. */
export interface ModelBytes<C extends AnyCard = CardOfNetwork['digits']> {
  readonly onnx: Uint8Array;
  readonly card: C;
}

export async function writeModel(
  folder: string,
  name: string,
  { onnx, card }: ModelBytes<AnyCard>,
): Promise<void> {
  await writeFile(join(folder, `${name}.onnx`), onnx);
  await writeFile(join(folder, `${name}-card.json`), JSON.stringify(card));
}

export function readModel<N extends TrainedNetwork>(
  network: N,
  folder: string,
  name: string,
): ModelBytes<CardOfNetwork[N]> {
  const onnx = readFileSync(join(folder, `${name}.onnx`));
  return { onnx, card: knownCard(network, readJson(folder, `${name}-card.json`)) };
}

export const readJson = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));

const REPORT = 'report.json';

export const writeReport = (folder: string, report: GateReport): Promise<void> =>
  writeFile(join(folder, REPORT), JSON.stringify(report));

export async function readReport(folder: string): Promise<GateReport> {
  const report: unknown = JSON.parse(await readFile(join(folder, REPORT), 'utf8'));
  return gateReportSchema.parse(report);
}
