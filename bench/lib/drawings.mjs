import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const unipen = JSON.parse(
  readFileSync(new URL('../../fixtures/unipen.json', import.meta.url), 'utf8'),
);

const MARGIN_PX = 40;
const PEN_PX = 9;

/** A drawing as a person would photograph or save it: dark ink on light paper, at its natural size. */
async function toPng({ strokes }) {
  const points = strokes.flat();
  const width = Math.max(...points.map(([x]) => x)) + 2 * MARGIN_PX;
  const height = Math.max(...points.map(([, y]) => y)) + 2 * MARGIN_PX;
  const lines = strokes.map(
    (stroke) =>
      `<polyline points="${stroke.map(([x, y]) => `${x + MARGIN_PX},${y + MARGIN_PX}`).join(' ')}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#f4f1e8"/>
    <g fill="none" stroke="#223" stroke-width="${PEN_PX}" stroke-linecap="round" stroke-linejoin="round">
      ${lines.join('')}
    </g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Real drawings of the classes of a network, as strokes and as PNG. */
export async function drawingsFor(network) {
  const isDigit = ({ label }) => /\d/.test(label);
  const drawings = unipen
    .filter((drawing) => network !== 'digits' || isDigit(drawing))
    .slice(0, 50);
  const task = network;
  return {
    labelled: drawings.map(({ label, strokes }) => ({ label, strokes })),
    strokes: drawings.map(({ strokes }) => strokes),
    ink: drawings.map(({ strokes }) => JSON.stringify({ task, ink: { strokes } })),
    PNG: await Promise.all(
      drawings.map(async (drawing) => {
        const image = (await toPng(drawing)).toString('base64');
        return JSON.stringify({ task, image });
      }),
    ),
  };
}
