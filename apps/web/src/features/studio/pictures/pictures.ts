/** What the API reads. */
export const PICTURE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/tiff',
  'image/avif',
  'image/bmp',
];

/** The API's limit; a larger file is not even sent. */
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

export class PictureTooLarge extends Error {
  override readonly name = 'PictureTooLarge';

  constructor() {
    super('The picture is larger than 8 MB. Make it smaller, or cut out the character.');
  }
}

/** The pictures among dropped or pasted files; a file of another kind where there is none. */
export function pickPictures(files: Iterable<File>): File[] {
  const all = [...files];
  const pictures = all.filter(({ type }) => type.startsWith('image/'));
  return pictures.length > 0 ? pictures : all.slice(0, 1);
}
