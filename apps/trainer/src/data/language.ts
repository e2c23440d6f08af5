import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  LanguageModel,
  LINES_NETWORK,
  type LinesCard,
  type SequenceSettings,
} from '@inkling/recognizer';

export const languagePath = (linesFolder: string): string => join(linesFolder, 'language.gz');

/** The shipped language model; `undefined` where there is none. */
export function loadLanguage(modelsDir: string): LanguageModel | undefined {
  const file = languagePath(join(modelsDir, LINES_NETWORK));
  return existsSync(file) ? LanguageModel.parse(gunzipSync(readFileSync(file))) : undefined;
}

/** How a version reads, with the language model where its card lets that have a say. */
export const settingsOf = (
  { characters, temperature, language }: Pick<LinesCard, 'characters' | 'temperature' | 'language'>,
  model: LanguageModel | undefined,
): SequenceSettings => ({
  ...{ characters, temperature },
  language: language && model && { ...language, model },
});
