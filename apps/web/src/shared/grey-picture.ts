import type { GreyPicture } from '@inkling/ink';

/** Pixels of one channel as a PNG data URL; empty where the browser has no canvas. */
export function greyPictureUrl({ width, height, pixels }: GreyPicture): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (!pen) return '';
  const image = pen.createImageData(width, height);
  pixels.forEach((luma, at) => image.data.set([luma, luma, luma, 255], at * 4));
  pen.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
