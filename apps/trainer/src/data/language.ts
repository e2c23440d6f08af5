import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LanguageModel, LINES_NETWORK } from '@inkling/recognizer';

export const languagePath = (linesFolder: string): string => join(linesFolder, 'language.gz');

/** The shipped language model; `undefined` where there is none. */
export function loadLanguage(modelsDir: string): LanguageModel | undefined {
  const file = languagePath(join(modelsDir, LINES_NETWORK));
  return existsSync(file) ? LanguageModel.parse(gunzipSync(readFileSync(file))) : undefined;
}
