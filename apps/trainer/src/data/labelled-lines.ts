import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { glyphToBytes, STRIP_HEIGHT, stripsFromBytes, type Strip } from '@inkling/ink';
import { LINES_NETWORK, type LineQuestion } from '@inkling/recognizer';
import { z } from 'zod';

/** A row of which somebody said what it says. */
export interface LabelledLine {
  readonly text: string;
  /** How it was, or would be, asked for. */
  readonly task: LineQuestion['task'];
  /** Of writers or kind, none of which a training may lose. */
  readonly group: string;
  readonly strip: Strip;
}

/** What is shipped beside the network: to be mixed in, to decide, and to calibrate on. */
export const LINE_SETS = ['replay', 'gate', 'validation'] as const;
export type LineSetName = (typeof LINE_SETS)[number];

const indexSchema = z.array(
  z.object({
    text: z.string().min(1),
    task: z.enum(['digits', 'text']),
    group: z.string(),
    width: z.int().min(1),
  }),
);

const NEWLINE = 10;

/** One line of JSON that tells texts and widths; then the strips, a byte a pixel, one behind the other. */
export function packLines(lines: readonly LabelledLine[]): Uint8Array<ArrayBuffer> {
  const index = lines.map(({ text, task, group, strip }) => ({
    ...{ text, task, group },
    width: strip.width,
  }));
  const strips = lines.map(({ strip }) => glyphToBytes(strip.values));
  return Uint8Array.from(Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...strips]));
}

/** @throws Error when the bytes are no packed lines */
export function unpackLines(bytes: Uint8Array): LabelledLine[] {
  const end = bytes.indexOf(NEWLINE);
  const index = indexSchema.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()));
  const widths = index.map(({ width }) => width);
  const needed = widths.reduce((sum, width) => sum + width * STRIP_HEIGHT, end + 1);
  if (needed !== bytes.length) {
    throw new Error(`${bytes.length} bytes are no ${index.length} lines, which need ${needed}.`);
  }
  const strips = stripsFromBytes(bytes.subarray(end + 1), widths);
  return index.map(({ width: _, ...line }, at) => ({ ...line, strip: strips[at]! }));
}

const pathOf = (modelsDir: string, set: LineSetName): string =>
  join(modelsDir, LINES_NETWORK, `${set}-lines.gz`);

export const loadLineSet = (modelsDir: string, set: LineSetName): LabelledLine[] =>
  unpackLines(gunzipSync(readFileSync(pathOf(modelsDir, set))));

/** @returns bytes of the file */
export function writeLineSet(
  modelsDir: string,
  set: LineSetName,
  lines: readonly LabelledLine[],
): number {
  const packed = gzipSync(packLines(lines), { level: 9 });
  writeFileSync(pathOf(modelsDir, set), packed);
  return packed.length;
}
