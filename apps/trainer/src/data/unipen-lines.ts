import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_POINTS, type Stroke } from '@inkling/ink';
import { z } from 'zod';
import { readPackedLines } from './packed-lines.js';

const splitSchema = z.object({
  uncertainGroups: z.array(z.string()),
  unseenGroups: z.array(z.string()),
  validationGroups: z.array(z.string()),
  gateGroups: z.array(z.string()),
});
type LinesSplit = z.infer<typeof splitSchema>;

export type LinePart = 'train' | 'validation' | 'gate' | 'unseen';

/** A word or a line of UNIPEN as pen strokes. */
export interface WrittenLine {
  /** As read by people, without spaces between what UNIPEN took for tokens: `dog!`, `0640`. */
  readonly text: string;
  readonly writer: string;
  readonly group: string;
  readonly part: LinePart;
  /** Where UNIPEN says it: printed, mixed or cursive. */
  readonly style: string | undefined;
  readonly strokes: readonly Stroke[];
}

/** The one split of words and lines that every script uses: models/unipen-lines-split.json. */
function readLinesSplit(
  path = new URL('../../../../models/unipen-lines-split.json', import.meta.url),
): LinesSplit {
  return splitSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

interface RawLine {
  readonly text: string;
  readonly writer: string;
  readonly group: string;
  readonly style?: string | null;
  readonly strokes: readonly Stroke[];
}

/** UNIPEN's words and lines of printable ASCII, without those that give no strip and without twins. */
export function loadWrittenLines(dataDir: string): WrittenLine[] {
  const split = readLinesSplit();
  const seen = new Set<string>();
  return ['words', 'lines'].flatMap((file) =>
    readRaw(join(dataDir, 'unipen', `unipen-${file}.jsonl.gz`)).flatMap((raw): WrittenLine[] => {
      const { writer, group, style, strokes } = raw;
      const text = withoutTokenSpaces(raw.text);
      const key = JSON.stringify(strokes);
      const isFit = !split.uncertainGroups.includes(group) && /^[ -~]+$/.test(text);
      if (!isFit || seen.has(key) || !givesStrip(strokes)) return [];
      seen.add(key);
      const part = partOf(group, split);
      return [{ text, writer, group, part, style: style ?? undefined, strokes }];
    }),
  );
}

const readRaw = (path: string): RawLine[] =>
  readPackedLines(path).map((line) => JSON.parse(line) as RawLine);

function partOf(group: string, split: LinesSplit): LinePart {
  if (split.unseenGroups.includes(group)) return 'unseen';
  if (split.validationGroups.includes(group)) return 'validation';
  return split.gateGroups.includes(group) ? 'gate' : 'train';
}

/** UNIPEN cut texts into tokens; most of the spaces between them are not in the ink. */
export const withoutTokenSpaces = (text: string): string =>
  text
    .trim()
    .replace(/ +/g, ' ')
    .replace(/ (?=[.,;:!?)\]}%'])/g, '')
    .replace(/(?<=[([{$#]) /g, '')
    .replace(/(?<=\d) ?([/-]) ?(?=\d)/g, '$1')
    .replace(/(?<=\b\d) (?=\d\b)/g, '');

/** Ink of more than a dot, and not more than a drawing may have. */
function givesStrip(strokes: readonly Stroke[]): boolean {
  const points = strokes.flat();
  const [first] = points;
  return points.length <= MAX_POINTS && points.some(([x, y]) => x !== first![0] || y !== first![1]);
}
