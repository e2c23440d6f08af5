import sharp from 'sharp';
import { placed, type FixtureInk } from './ink.js';

const SIDE = 480;

/** A photo-like JPEG of ink on paper: yellowish light that falls off to one side, noise, soft focus. */
export async function photoOf(ink: FixtureInk): Promise<Buffer> {
  const lines = placed(ink, { x: 0, y: 0, width: SIDE, height: SIDE }, 0.55)
    .map((stroke) => `<polyline points="${stroke.map((point) => point.join(',')).join(' ')}"/>`)
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <defs><linearGradient id="light" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#f4ecd8"/><stop offset="1" stop-color="#a39b86"/>
    </linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#light)"/>
    <g fill="none" stroke="#2a3350" stroke-width="11" stroke-linecap="round" stroke-linejoin="round">${lines}</g>
  </svg>`;
  const grain = await sharp({
    create: {
      width: SIDE,
      height: SIDE,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 12 },
      background: '#808080',
    },
  })
    .png()
    .toBuffer();
  return sharp(Buffer.from(svg))
    .composite([{ input: grain, blend: 'soft-light' }])
    .blur(1)
    .jpeg({ quality: 80 })
    .toBuffer();
}
