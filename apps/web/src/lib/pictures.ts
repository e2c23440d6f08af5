/** What the API reads. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/bmp'];

/** The API's limit; a larger file is not even sent. */
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

export const TOO_LARGE =
  'The picture is larger than 8 MB. Make it smaller, or cut out the character.';

/** The first picture among dropped or pasted files; a file of another kind where there is none. */
export function pickPicture(files: Iterable<File>): File | undefined {
  const all = [...files];
  return all.find(({ type }) => type.startsWith('image/')) ?? all[0];
}
