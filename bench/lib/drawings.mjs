import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const unipen = JSON.parse(
  readFileSync(new URL('../../fixtures/unipen.json', import.meta.url), 'utf8'),
);

const MARGIN_PX = 40;
const PEN_PX = 9;
/** The sides of a picture in which the drawing is as large as its margins let it. */
const SQUARE_PX = 280;

/** Dark ink on light paper, as a person would photograph or save it. */
async function toPng(strokes, width, height) {
  const lines = strokes.map(
    (stroke) => `<polyline points="${stroke.map((point) => point.join(',')).join(' ')}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#f4f1e8"/>
    <g fill="none" stroke="#223" stroke-width="${PEN_PX}" stroke-linecap="round" stroke-linejoin="round">
      ${lines.join('')}
    </g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const extent = (strokes) => {
  const points = strokes.flat();
  return {
    right: Math.max(...points.map(([x]) => x)),
    bottom: Math.max(...points.map(([, y]) => y)),
  };
};

const moved = (strokes, scale, left, top) =>
  strokes.map((stroke) => stroke.map(([x, y]) => [left + scale * x, top + scale * y]));

/** At its natural size. */
function naturalPng({ strokes }) {
  const { right, bottom } = extent(strokes);
  const drawn = moved(strokes, 1, MARGIN_PX, MARGIN_PX);
  return toPng(drawn, right + 2 * MARGIN_PX, bottom + 2 * MARGIN_PX);
}

/** In the middle of a square. */
function squarePng({ strokes }) {
  const { right, bottom } = extent(strokes);
  const scale = (SQUARE_PX - 2 * MARGIN_PX) / Math.max(right, bottom);
  const [left, top] = [right, bottom].map((end) => (SQUARE_PX - scale * end) / 2);
  return toPng(moved(strokes, scale, left, top), SQUARE_PX, SQUARE_PX);
}

/** Real drawings of the classes of a network, as strokes and as PNG: at their natural size (257 x 359, medians) and 280 x 280. */
export async function drawingsFor(network) {
  const isDigit = ({ label }) => /\d/.test(label);
  const drawings = unipen
    .filter((drawing) => network !== 'digits' || isDigit(drawing))
    .slice(0, 50);
  const task = network;
  const bodies = (png) =>
    Promise.all(
      drawings.map(async (drawing) => {
        const image = (await png(drawing)).toString('base64');
        return JSON.stringify({ task, image });
      }),
    );
  return {
    labelled: drawings.map(({ label, strokes }) => ({ label, strokes })),
    strokes: drawings.map(({ strokes }) => strokes),
    ink: drawings.map(({ strokes }) => JSON.stringify({ task, ink: { strokes } })),
    PNG: await bodies(naturalPng),
    'PNG 280': await bodies(squarePng),
  };
}
