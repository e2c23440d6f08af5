import {
  glyphFromPicture,
  glyphFromStrokes,
  InkError,
  type Glyph,
  type GreyPicture,
  type Stroke,
} from '@inkling/ink';
import type { Random } from '../../../random.js';
import {
  dropped,
  interrupted,
  jagged,
  scaled,
  sparse,
  stretched,
  trembling,
  turned,
  type InkChange,
} from './ink-changes.js';
import {
  blurred,
  drawnInk,
  pastedGlyph,
  photographed,
  type Coverage,
  type Layout,
  type Light,
  type Paste,
} from './pictures.js';

/** A drawing as it comes to the networks. */
export interface ReadDrawing {
  readonly glyph: Glyph;
  /** Absent for a picture. */
  readonly strokes?: readonly Stroke[];
}

/** A difficulty, and what comes of a drawing in it by the way that users' drawings take. */
export interface Trial<Source> {
  readonly name: string;
  readonly read: (source: Source, random: Random) => ReadDrawing;
}

const ofInk = (name: string, change: InkChange): Trial<readonly Stroke[]> => ({
  name: `ink, ${name}`,
  read: (drawn, random) => {
    const strokes = change(drawn, random);
    return { glyph: glyphFromStrokes(strokes).glyph, strokes };
  },
});

const ON_WHITE: Light = { paper: 255, ink: 20 };
const PHOTO: Light = { paper: 200, ink: 70, slope: 0.6, vignette: 0.4, noise: 8 };
const SHEET: Layout = { side: 200, size: 130, pen: 8 };

const ofPicture = (
  name: string,
  layout: Partial<Layout>,
  light: Light = ON_WHITE,
  change: (coverage: Coverage) => Coverage = (coverage) => coverage,
): Trial<readonly Stroke[]> => ({
  name: `picture, ${name}`,
  read: (strokes, random) =>
    glyphOf(photographed(change(drawnInk(strokes, { ...SHEET, ...layout })), light, random)),
});

/** What may happen to ink, as strokes and as pictures of 200 x 200 pixels. */
export const INK_TRIALS: readonly Trial<readonly Stroke[]>[] = [
  ofInk('as drawn', (strokes) => [...strokes]),
  ofInk('turned by -15°', turned(-15)),
  ofInk('turned by 15°', turned(15)),
  ofInk('narrower, x 0.75', stretched(0.75)),
  ofInk('wider, x 1.33', stretched(1.33)),
  ofInk('a tenth of the size', scaled(0.1)),
  ofInk('jagged, grid of 12', jagged(12)),
  ofInk('jagged, grid of 8', jagged(8)),
  ofInk('trembling, 3 %', trembling(0.03)),
  ofInk('sparse, every 4th point', sparse(4)),
  ofInk('sparse, every 8th point', sparse(8)),
  ofInk('70 % of points dropped', dropped(0.7)),
  ofInk('interrupted, 20 %', interrupted(0.2)),
  ofPicture('as drawn', {}),
  ofPicture('thin pen, 2 px', { pen: 2 }),
  ofPicture('marker, 26 px', { pen: 26 }),
  ofPicture('small, 28 px', { size: 28, pen: 3 }),
  ofPicture('28 x 28 pixels', { side: 28, size: 18, pen: 2 }),
  ofPicture('off centre', { side: 320, size: 80, pen: 6, x: 0.17, y: 0.82 }),
  ofPicture('light on dark', {}, { paper: 20, ink: 235 }),
  ofPicture('blurred', {}, ON_WHITE, (coverage) => blurred(coverage, 5)),
  ofPicture('noisy', {}, { ...ON_WHITE, paper: 230, noise: 40 }),
  ofPicture('photo light', {}, PHOTO),
];

const ofGlyph = (
  name: string,
  paste: Partial<Paste>,
  light: Light = ON_GREY,
  change: (coverage: Coverage) => Coverage = (coverage) => coverage,
): Trial<Glyph> => ({
  name: `test picture, ${name}`,
  read: (glyph, random) =>
    glyphOf(photographed(change(pastedGlyph(glyph, { ...FRAME, ...paste })), light, random)),
});

const ON_GREY: Light = { paper: 255, ink: 0 };
const FRAME: Paste = { side: 84, scale: 2 };

/** What may happen to pictures of the official test sets: each lies on a sheet of 84 x 84 pixels. */
export const PICTURE_TRIALS: readonly Trial<Glyph>[] = [
  { name: 'test picture, as it is', read: (glyph) => ({ glyph }) },
  {
    name: 'test picture, uploaded',
    read: (glyph, random) =>
      glyphOf(photographed({ side: 28, ink: glyph }, { paper: 0, ink: 255 }, random)),
  },
  ofGlyph('on a sheet', {}),
  ofGlyph('turned by -15°', { degrees: -15 }),
  ofGlyph('turned by 15°', { degrees: 15 }),
  ofGlyph('smaller, x 0.6', { scale: 1.2 }),
  ofGlyph('larger, x 1.3', { scale: 2.6 }),
  ofGlyph('off centre', { side: 140, x: 0.25, y: 0.75 }),
  ofGlyph('blurred', {}, ON_GREY, (coverage) => blurred(coverage, 2)),
  ofGlyph('noisy', {}, { paper: 230, ink: 20, noise: 40 }),
  ofGlyph('photo light', {}, PHOTO),
];

const glyphOf = (picture: GreyPicture): ReadDrawing => ({ glyph: glyphFromPicture(picture).glyph });

/**
 * The drawings of a trial.
 *
 * @param randomOf a source of chance for each drawing of its own, so that one drawing more changes no other
 * @returns what each source comes as, `undefined` where the way refuses the drawing
 */
export function drawingsOfTrial<Source>(
  { read }: Trial<Source>,
  sources: readonly Source[],
  randomOf: (index: number) => Random,
): (ReadDrawing | undefined)[] {
  return sources.map((source, index) => {
    try {
      return read(source, randomOf(index));
    } catch (error) {
      if (error instanceof InkError) return undefined;
      throw error;
    }
  });
}
