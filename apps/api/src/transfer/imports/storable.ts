import { isStorableText } from '@inkling/contract';

const REPLACEMENT = '\ufffd';

/** A text of a file as the database can keep it: paths in a zip may have a NUL. */
export const storable = (text: string): string =>
  isStorableText(text) ? text : text.replace(/\0|\p{Surrogate}/gu, REPLACEMENT);
