import { InkError } from '../errors.js';
import type { GreyPicture, Normalised, NormaliseOptions } from '../types.js';

export function glyphFromPicture(picture: GreyPicture, options: NormaliseOptions = {}): Normalised {
  void picture;
  void options;
  throw new InkError('bad_picture');
}
