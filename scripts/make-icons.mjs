// `node scripts/make-icons.mjs`: the app's icons (apps/web/public/icons) from its logo, as systems that install it want
// them. They lie in the repository: this is run when the logo changes.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { inRoot } from './lib/paths.mjs';

const PUBLIC = inRoot('apps', 'web', 'public');
const FOLDER = path.join(PUBLIC, 'icons');

const logo = await readFile(path.join(PUBLIC, 'favicon.svg'), 'utf8');
/** Systems cut their own shape out of it: the paper goes to the edge. The stroke lies within the safe middle. */
const uncut = logo.replace(' rx="7"', '');

/** @type {readonly [name: string, svg: string, size: number][]} */
const ICONS = [
  ['icon-192.png', logo, 192],
  ['icon-512.png', logo, 512],
  ['maskable-192.png', uncut, 192],
  ['maskable-512.png', uncut, 512],
  ['apple-touch-icon.png', uncut, 180],
];

await mkdir(FOLDER, { recursive: true });
for (const [name, svg, size] of ICONS) {
  await sharp(Buffer.from(svg), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(path.join(FOLDER, name));
}
