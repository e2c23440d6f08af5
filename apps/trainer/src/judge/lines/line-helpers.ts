import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  withSharedWords,
  type LanguageModel,
  type LineQuestion,
  type LinesCard,
  type SecondReader,
  type SequenceSettings,
} from '@inkling/recognizer';
import { loadLanguage } from '../../data/language.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { readModelFolder } from '../evaluation/model-folder.js';
import { openLikeness } from '../evaluation/open-likeness.js';

/** A network for single characters, whatever it counts beside the one for lines. */
export type SecondEye = Omit<SecondReader, 'weights'>;

/** Who helps a network for lines to read, as they are shipped; each may be absent. */
export interface LineHelpers {
  readonly language?: LanguageModel | undefined;
  readonly second?: Partial<Record<LineQuestion['task'], SecondEye>>;
}

export interface OpenHelpers extends LineHelpers {
  release(): Promise<void>;
}

const NETWORK_OF = { digits: 'digits', text: 'characters' } as const;

/** Opens what stands in a folder of models. */
export async function openHelpers(modelsDir: string): Promise<OpenHelpers> {
  const second: Partial<Record<LineQuestion['task'], SecondEye>> = {};
  const likeness = await openLikeness(modelsDir);
  for (const task of ['digits', 'text'] as const) {
    const folder = join(modelsDir, NETWORK_OF[task]);
    if (!existsSync(folder)) continue;
    const { onnx, card } = readModelFolder(folder);
    second[task] = { session: await openOrtSession(onnx), card, task: NETWORK_OF[task], likeness };
  }
  return {
    language: loadLanguage(modelsDir),
    second,
    async release() {
      for (const { session } of Object.values(second)) await session.release();
      await likeness?.session.release();
    },
  };
}

/** How a version reads, with those helpers that its card lets have a say. */
export function settingsOf(
  {
    characters,
    temperature,
    language,
    sharedWords,
    secondLook,
  }: Pick<LinesCard, 'characters' | 'temperature' | 'language' | 'sharedWords' | 'secondLook'>,
  helpers: LineHelpers,
): SequenceSettings {
  const { digits, text } = helpers.second ?? {};
  return {
    ...{ characters, temperature },
    language: language &&
      helpers.language && {
        ...language,
        model: withSharedWords(helpers.language, sharedWords),
      },
    second: secondLook && {
      ...(digits && { digits: { ...digits, weights: secondLook.digits } }),
      ...(text && { text: { ...text, weights: secondLook.text } }),
    },
  };
}
