import { InkError } from '../../errors.js';
import type { NormaliseOptions } from '../../types.js';
import { stripsFromPicture, type LinesOfPicture } from '../lines/strips-from-picture.js';
import { CHANNELS, type ColourPicture } from './colour-picture.js';
import { firstReadable } from './to-grey.js';

/**
 * A picture in colour, transparent or not, to strips, see `stripsFromPicture`: the ink may differ from its ground by
 * colour alone, and a transparent picture is put on the ground that its ink stands out from.
 *
 * @throws InkError `bad_picture` or `nothing_drawn`
 */
export function stripsFromColour(
  picture: ColourPicture,
  options: NormaliseOptions = {},
): LinesOfPicture {
  if (picture.pixels.length !== CHANNELS * picture.width * picture.height) {
    throw new InkError('bad_picture');
  }
  return firstReadable(picture, ({ grey }) => stripsFromPicture(grey, options));
}
