import { readFileSync } from 'node:fs';
import { GLYPH_PIXELS, glyphFromStrokes, glyphsFromBytes, type Stroke } from '@inkling/ink';
import type { Network } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';

const root = new URL('../../../../../../', import.meta.url);
const readJson = <T>(path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as T;

/** The shipped network. */
export function shippedChampion(network: Network) {
  const folder = `models/${network}`;
  return {
    onnx: Uint8Array.from(readFileSync(new URL(`${folder}/model.onnx`, root))),
    card: parseModelCard(readFileSync(new URL(`${folder}/card.json`, root), 'utf8')),
  };
}

/** Digits as people drew them: the repository's UNIPEN fixtures. */
export function drawnDigits(): LabelledGlyphs {
  const inks = readJson<{ label: string; strokes: Stroke[] }[]>('fixtures/unipen.json').filter(
    ({ label }) => /^\d$/.test(label),
  );
  const glyphs = new Float32Array(inks.length * GLYPH_PIXELS);
  inks.forEach(({ strokes }, at) => glyphs.set(glyphFromStrokes(strokes).glyph, at * GLYPH_PIXELS));
  return {
    count: inks.length,
    glyphs,
    labels: Uint8Array.from(inks, ({ label }) => Number(label)),
  };
}

/** Digits of MNIST, to replay. */
export function digitPictures(): LabelledGlyphs {
  const pictures = readJson<{ label: string; pixels: string }[]>('fixtures/mnist.json');
  return {
    count: pictures.length,
    glyphs: glyphsFromBytes(pictures.map(({ pixels }) => Buffer.from(pixels, 'base64'))),
    labels: Uint8Array.from(pictures, ({ label }) => Number(label)),
  };
}
