import type { stepPictureSchema } from '@inkling/contract';
import type { Step } from '@inkling/ink';
import type { z } from 'zod';
import { greyPngUrl } from './png.js';

/** A stage of the pre-processing as answers have it. */
export const stepPicture = ({
  name,
  width,
  height,
  pixels,
}: Step): z.infer<typeof stepPictureSchema> => ({
  name,
  width,
  height,
  picture: greyPngUrl(pixels, width, height),
});
