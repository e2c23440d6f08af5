import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A pen drawing of the UNIPEN set, y down; see fixtures/README.md. */
export interface FixtureInk {
  readonly label: string;
  readonly strokes: readonly (readonly (readonly [x: number, y: number])[])[];
}

const INKS = JSON.parse(
  readFileSync(new URL('../../fixtures/unipen.json', import.meta.url), 'utf8'),
) as FixtureInk[];

/** The drawings of a label, always in the same order. */
export function inksOf(label: string): FixtureInk[] {
  return INKS.filter((ink) => ink.label === label);
}

export function inkOf(label: string, at = 0): FixtureInk {
  const ink = inksOf(label)[at];
  if (!ink) throw new Error(`There is no ink ${at} of ${label} in the fixtures.`);
  return ink;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The strokes in the middle of a box, their longer side filling this share of its shorter one. */
export function placed(ink: FixtureInk, box: Box, share = 0.6): [x: number, y: number][][] {
  const points = ink.strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = (Math.min(box.width, box.height) * share) / Math.max(width, height, 1);
  return ink.strokes.map((stroke) =>
    stroke.map(([x, y]) => [
      box.x + box.width / 2 + (x - left - width / 2) * scale,
      box.y + box.height / 2 + (y - top - height / 2) * scale,
    ]),
  );
}

/** Draws with the mouse: real pointer events, stroke by stroke, in CSS pixels of the page. */
export async function drawStrokes(
  { mouse }: Page,
  strokes: readonly (readonly (readonly [x: number, y: number])[])[],
): Promise<void> {
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    await mouse.move(...first);
    await mouse.down();
    // As fast as a hand at a busy browser, which hands over several points at once.
    await Promise.all(rest.map((point) => mouse.move(...point)));
    await mouse.up();
  }
}
