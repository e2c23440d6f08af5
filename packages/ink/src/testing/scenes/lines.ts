import { renderStrokes } from '../../strokes/render.js';
import type { GreyPicture, Point, Stroke } from '../../types.js';
import { seededRandom } from '../random.js';
import {
  addNoise,
  addSlope,
  boxOf,
  canvas,
  fill,
  fillLine,
  insideRectangle,
  outline,
  paint,
  toPicture,
  type Canvas,
} from './canvas.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, cos, max, sin } = Math;

/** Characters side by side on one base line, each as high as 100. */
export function writtenLine(characters: readonly (readonly Stroke[])[], gap = 30): Stroke[] {
  let pen = 0;
  return characters.flatMap((strokes) => {
    const box = boxOf(strokes);
    const scale = 100 / max(box.height, box.width / 2, 1e-9);
    const from = pen;
    pen += box.width * scale + gap;
    return strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [
        (x - box.left) * scale + from,
        (y - box.top - box.height) * scale + 100,
      ]),
    );
  });
}

export interface LineScene {
  /** Height of the writing in pixels, without the pen. */
  readonly size: number;
  readonly pen: number;
  /** Paper around it, in heights of the writing. */
  readonly margin?: number;
  /** Clockwise, in radians. */
  readonly turn?: number;
  /** Between the rows, in heights of the writing. */
  readonly apart?: number;
  readonly paper?: number;
  readonly tone?: number;
}

export interface PaintedLines {
  readonly canvas: Canvas;
  /** Around each row, in pixels, with the pen. */
  readonly boxes: readonly {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }[];
}

/** Rows of writing below each other, on plain paper. */
export function paintLines(
  rows: readonly (readonly Stroke[])[],
  { size, pen, margin = 0.6, turn = 0, apart = 0.7, paper = 235, tone = 40 }: LineScene,
): PaintedLines {
  const border = margin * size + pen;
  const placed = rows.map((strokes, at): Stroke[] => {
    const box = boxOf(strokes);
    const scale = size / max(box.height, box.width / 40, 1e-9);
    const top = at * (1 + apart) * size;
    return strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [(x - box.left) * scale, (y - box.top) * scale + top]),
    );
  });
  const turned = placed.map((strokes) =>
    strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)]),
    ),
  );
  const all = boxOf(turned.flat());
  const [offsetX, offsetY] = [border - all.left, border - all.top];
  const width = ceil(all.width + 2 * border);
  const height = ceil(all.height + 2 * border);
  const ink = renderStrokes(turned.flat(), { scale: 1, offsetX, offsetY }, height, pen, width);
  const values = ink.map((coverage) => paper + (tone - paper) * coverage);
  const boxes = turned.map((strokes) => {
    const box = boxOf(strokes);
    return {
      left: box.left + offsetX - pen / 2,
      top: box.top + offsetY - pen / 2,
      right: box.left + box.width + offsetX + pen / 2,
      bottom: box.top + box.height + offsetY + pen / 2,
    };
  });
  return { canvas: { width, height, values }, boxes };
}

/** What happens to a picture of lines. */
export const LINE_EFFECTS = {
  'as it is': () => undefined,
  'light on dark': (to) => paint(to, (_, now) => 255 - now),
  'uneven light': (to) => {
    addSlope(to, 0.6, 0.3);
    addNoise(to, 3, seededRandom(1));
  },
  noise: (to) => addNoise(to, 14, seededRandom(2)),
  'ruled paper': (to) => {
    for (let y = to.height * 0.1; y < to.height; y += to.height * 0.27) {
      fillLine(to, { x: -2, y }, { x: to.width + 2, y: y + 1 }, { thickness: 1.2, tone: 150 });
    }
  },
  'wave pattern': (to) =>
    paint(to, ({ x, y }, now) => {
      const wave = y + 6 * sin(x / 23);
      const other = y - 6 * sin(x / 31);
      return now - (abs(wave % 9) < 1.6 || abs(other % 11) < 1.6 ? 22 : 0);
    }),
  'waves of two tones': (to) =>
    paint(to, ({ x, y }, now) => now - ((y + 14 * sin(x / 17) + 700) % 14 < 7 ? 45 : 0)),
  hatching: (to) => paint(to, ({ x, y }, now) => now - ((x + 2 * y) % 12 < 6 ? 45 : 0)),
  frame: (to) => {
    const box = { x: 3, y: 3, width: to.width - 6, height: to.height - 6 };
    fill(to, outline(insideRectangle(box), 2), 60);
  },
  underline: (to) => {
    const y = to.height * 0.9;
    fillLine(
      to,
      { x: to.width * 0.06, y },
      { x: to.width * 0.94, y: y + 1 },
      { thickness: 2, tone: 60 },
    );
  },
  'dark desk': (to) => {
    const inside = insideRectangle({ x: 0, y: 0, width: to.width, height: to.height }, 0);
    const rim = 0.05 * to.height;
    paint(to, (spot, now) => (inside(spot) < rim ? 60 : now));
  },
} satisfies Record<string, (to: Canvas) => void>;

export type LineEffect = keyof typeof LINE_EFFECTS;

export const LINE_EFFECT_NAMES = Object.keys(LINE_EFFECTS) as LineEffect[];

export function pictureOfLines(
  rows: readonly (readonly Stroke[])[],
  scene: LineScene,
  effect: LineEffect = 'as it is',
): GreyPicture {
  const { canvas: painted } = paintLines(rows, scene);
  const copy = canvas(painted.width, painted.height, 0);
  copy.values.set(painted.values);
  LINE_EFFECTS[effect](copy);
  return toPicture(copy);
}
