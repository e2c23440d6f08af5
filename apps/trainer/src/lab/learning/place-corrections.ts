import { GLYPH_PIXELS, glyphToBytes } from '@inkling/ink';
import { placeSamples } from '@inkling/store/training';
import type { Plan } from './plan.js';
import type { Drawings } from './read-plan.js';

/** A plan's corrections as a job's snapshot parts them. */
export interface PlacedCorrections {
  readonly trained: readonly number[];
  /** Look-alike group of each that is trained on. */
  readonly groups: Int32Array;
  readonly held: readonly number[];
}

/** The very way a job parts approved samples, by writer and look-alike. */
export function placeCorrections({ glyphs, hands }: Drawings, plan: Plan): PlacedCorrections {
  const idOf = (row: number) => String(row).padStart(8, '0');
  const placed = placeSamples(
    plan.corrections.map((row) => ({
      id: idOf(row),
      writerId: hands[row]!,
      glyph: glyphToBytes(glyphs.glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS)),
      formerPart: undefined,
    })),
  );
  const partOf = (row: number) => placed.get(idOf(row))?.part;
  const trained = plan.corrections.filter((row) => partOf(row) === 'train');
  return {
    trained,
    groups: Int32Array.from(trained, (row) => placed.get(idOf(row))!.group),
    held: plan.corrections.filter((row) => partOf(row) === 'holdout'),
  };
}
