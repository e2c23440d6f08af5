import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';

/**
 * Words of one writer as a line, with gaps that are clearly spaces. Words are as high as they were written and
 * stand on one base line, as far as that is known of each.
 */
export function joinWords(words: readonly (readonly Stroke[])[], random: Random): Stroke[] {
  const gap = random.between(0.9, 2);
  let pen = 0;
  return words.flatMap((strokes) => {
    const { left, right, base, core } = extentOf(strokes);
    const from = pen;
    pen += right - left + gap * Math.max(core, 1e-6);
    const wobble = random.between(-0.12, 0.12) * core;
    return strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [x - left + from, y - base + wobble]),
    );
  });
}

/** Most points of a word lie between its middle line and its base line. */
function extentOf(strokes: readonly Stroke[]) {
  const points = strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y).sort((one, other) => one - other);
  const at = (share: number) => ys[Math.min(ys.length - 1, Math.floor(share * ys.length))]!;
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    base: at(0.85),
    core: at(0.85) - at(0.15),
  };
}
