import { TASKS, type Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { ref, watch, type Ref } from 'vue';
import { isDark, nextTheme, THEME_KEY, THEMES, type Theme } from './theme';
import { recall, remember } from './storage';

/** Widths of the pen in sheet units; the sheet is 480 wide and high. */
export const PEN_WIDTHS = { least: 6, most: 36, usual: 16 };

/** What a person set and expects to find again. */
export const usePreferencesStore = defineStore('preferences', () => {
  const task = kept<Task>('inkling-task', 'digits', (value) =>
    TASKS.find((name) => name === value),
  );
  const penWidth = kept('inkling-pen-width', PEN_WIDTHS.usual, (value) => {
    const width = Number(value);
    return width >= PEN_WIDTHS.least && width <= PEN_WIDTHS.most ? width : undefined;
  });
  const theme = kept<Theme>(THEME_KEY, 'system', (value) => THEMES.find((name) => name === value));
  const dark = ref(false);

  const system = matchMedia('(prefers-color-scheme: dark)');
  const paint = (): void => {
    dark.value = isDark(theme.value, system.matches);
    const { classList } = document.documentElement;
    classList.toggle('dark', dark.value);
    classList.toggle('light', !dark.value);
  };
  watch(theme, paint, { immediate: true, flush: 'sync' });
  system.addEventListener('change', paint);

  function turnTheme(): void {
    theme.value = nextTheme(theme.value);
  }

  return { task, penWidth, theme, dark, turnTheme };
});

/** A ref that outlives the page; what can't be read back becomes the fallback. */
function kept<T extends string | number>(
  key: string,
  fallback: T,
  parse: (value: string) => T | undefined,
): Ref<T> {
  const stored = recall(localStorage, key);
  const value = ref((stored === null ? undefined : parse(stored)) ?? fallback) as Ref<T>;
  watch(value, (now) => remember(localStorage, key, String(now)));
  return value;
}
