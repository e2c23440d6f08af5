import { InkError } from '../../errors.js';
import type { Normalised } from '../../types.js';
import { bySomeReduction } from '../find-character.js';
import { glyphFromGrey, type PictureOptions } from '../glyph-from-picture.js';
import { CHANNELS, type ColourPicture } from './colour-picture.js';
import { firstReadable } from './to-grey.js';

/**
 * A picture in colour, transparent or not, to a glyph, see `glyphFromPicture`: the ink may differ from its ground by
 * colour alone, and a transparent picture is put on the ground that its ink stands out from.
 *
 * @throws InkError `bad_picture`, `nothing_drawn` or `only_a_dot`
 */
export function glyphFromColour(picture: ColourPicture, options: PictureOptions = {}): Normalised {
  if (picture.pixels.length !== CHANNELS * picture.width * picture.height) {
    throw new InkError('bad_picture');
  }
  return bySomeReduction((reduction) =>
    firstReadable(picture, ({ grey, overview }) =>
      glyphFromGrey(grey, options, reduction, overview),
    ),
  );
}
