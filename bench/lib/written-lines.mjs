import { deformed } from './deformed.mjs';

/** Heights in the units of a line. */
const CAPITAL = 60;
const X_HEIGHT = 38;
const GAP = 20;
const BETWEEN_WORDS = 50;

const SHORT = /[acemnorsuvwxz]/;
const HANGING = /[gpqy]/;

/** How many drawings of single characters there are to write with. */
const PEN_STROKES = 2000;

/** Words of so many characters, one after the other. */
const LENGTHS = { digits: [[4], [2], [6], [3], [5]], text: [[5], [3, 4], [7], [4, 2, 5], [6]] };

function boundsOf(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** A drawing at its place on the line. */
function placed({ label, strokes }, start) {
  const { left, top, width, height } = boundsOf(strokes);
  const isLow = SHORT.test(label) || HANGING.test(label);
  const high = SHORT.test(label) ? X_HEIGHT : CAPITAL;
  const scale = high / Math.max(1, height);
  const from = isLow ? CAPITAL - X_HEIGHT : 0;
  const move = ([x, y]) => [start + (x - left) * scale, from + (y - top) * scale];
  return { strokes: strokes.map((stroke) => stroke.map(move)), width: width * scale };
}

/** Lines of real drawings of single characters beside each other, always the same ones. @param task `digits` or `text` */
export function writtenLines(task, count) {
  const drawings = deformed(task === 'digits' ? 'digits' : 'characters', PEN_STROKES);
  let next = 0;
  return Array.from({ length: count }, (_, at) => {
    const lengths = LENGTHS[task][at % LENGTHS[task].length];
    const line = { task, text: '', strokes: [] };
    let pen = 0;
    lengths.forEach((length, word) => {
      if (word > 0) {
        line.text += ' ';
        pen += BETWEEN_WORDS;
      }
      for (let character = 0; character < length; character++) {
        // A step without a common divisor: not the order of the fixtures.
        const drawing = drawings[(next++ * 37) % drawings.length];
        const { strokes, width } = placed(drawing, pen);
        line.text += drawing.label;
        line.strokes.push(...strokes);
        pen += width + GAP;
      }
    });
    return line;
  });
}
