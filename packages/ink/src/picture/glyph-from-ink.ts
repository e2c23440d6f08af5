import { InkError } from '../errors.js';
import type { Glyph } from '../types.js';
import { keepCharacter } from './clean.js';
import { fitIntoBox } from './fit.js';
import { PICTURE_PEN_RANGE } from './glyph-from-picture.js';
import { boundsAbove, cropGrid } from './grid.js';
import { softInk } from './soft-ink.js';
import { inWorkspace } from './workspace.js';

/** Ink of one channel, row by row, 0 paper, up to 1 ink, with paper all around. */
export interface CleanInk {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * The end of the way of a picture (`glyphFromPicture`) for what is ink alone already, such as a part of a strip: full tone, specks and pieces
 * of neighbours dropped, pen width, box, centre. Half the time of the whole way.
 *
 * @throws InkError `nothing_drawn` or `only_a_dot`
 */
export function glyphFromInk(ink: CleanInk): Glyph {
  return inWorkspace(() => {
    const separated = softInk(ink);
    const { character, roughPen } = keepCharacter(separated);
    const bounds = boundsAbove(character, separated.noise);
    if (!bounds) throw new InkError('nothing_drawn');
    return fitIntoBox(cropGrid(character, bounds), roughPen, PICTURE_PEN_RANGE).glyph;
  });
}
