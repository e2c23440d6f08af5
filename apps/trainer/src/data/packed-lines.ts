import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The lines of a text that is packed by gzip. */
export const readPackedLines = (path: string): string[] =>
  gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
