import { stripsFromBytes, type Stroke } from '@inkling/ink';
import type { LineDrawing } from '@inkling/recognizer';
import type { LineDetail } from '../../recognise/lines/lines.repository.js';

/** What is kept of a line, to be read once more. */
export type KeptLine = Pick<LineDetail, 'ink' | 'strips' | 'rows'>;

export function keptDrawing({ ink, strips, rows }: KeptLine): LineDrawing {
  if (ink) return { kind: 'ink', strokes: ink.strokes as unknown as Stroke[] };
  const kept = stripsFromBytes(
    strips,
    rows.map(({ width }) => width),
  );
  return {
    kind: 'rows',
    rows: rows.map(({ width: _, slope, ...placement }, at) => ({ ...kept[at]!, slope, placement })),
  };
}
