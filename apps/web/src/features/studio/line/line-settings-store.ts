import { refDebounced } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { LineQuestion } from '../../../shared/api/lines';
import { kept, keptOneOf } from '../../../shared/kept';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { patternProblem, RESTRICTIONS, wordList, type Preset } from './restriction';

/** Typing a pattern or a list is over when nothing comes for so long. */
const TYPED_MS = 500;

/** What the text of a line may be, and how it is given back: kept in this browser. */
export const useLineSettingsStore = defineStore('line-settings', () => {
  const preferences = usePreferencesStore();
  const restriction = keptOneOf('inkling-line-restriction', RESTRICTIONS, 'none');
  const pattern = kept('inkling-line-pattern', '', String);
  const wordsText = kept('inkling-line-words', '', String);
  const readsAloud = kept('inkling-line-aloud', false, (value) => value === 'true');

  const list = computed(() => wordList(wordsText.value));
  const problem = computed(() => patternProblem(pattern.value, preferences.lineTask));

  const now = computed((): Pick<LineQuestion, 'pattern' | 'words'> => {
    if (restriction.value === 'pattern' && pattern.value !== '' && problem.value === '') {
      return { pattern: pattern.value };
    }
    if (restriction.value === 'words' && list.value.words.length > 0) {
      return { words: list.value.words };
    }
    return {};
  });
  /** As the API takes it, once typing is over. */
  const asked = refDebounced(now, TYPED_MS);

  function use(preset: Preset): void {
    restriction.value = 'pattern';
    pattern.value = preset.pattern;
    preferences.lineTask = preset.task;
  }

  return { restriction, pattern, wordsText, readsAloud, list, problem, now, asked, use };
});
