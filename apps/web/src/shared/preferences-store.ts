import { TASKS, type Task } from '@inkling/recognizer';
import { usePreferredDark, useStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Where the choice is kept; public/theme.js reads it before the first paint. */
const THEME_KEY = 'inkling-theme';

function isDark(theme: Theme, systemIsDark: boolean): boolean {
  return theme === 'dark' || (theme === 'system' && systemIsDark);
}

function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

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
  const system = usePreferredDark();
  const dark = computed(() => isDark(theme.value, system.value));
  watch(
    dark,
    (now) => {
      const { classList } = document.documentElement;
      classList.toggle('dark', now);
      classList.toggle('light', !now);
    },
    { immediate: true, flush: 'sync' },
  );

  function turnTheme(): void {
    theme.value = nextTheme(theme.value);
  }

  return { task, penWidth, theme, dark, turnTheme };
});

/** Outlives the page, each tab with its own; what can't be read back becomes the fallback. */
const kept = <T extends string | number>(
  key: string,
  fallback: T,
  parse: (value: string) => T | undefined,
) =>
  useStorage<T>(key, fallback, localStorage, {
    serializer: { read: (value) => parse(value) ?? fallback, write: String },
    writeDefaults: false,
    listenToStorageChanges: false,
    // Storage may be full or closed to us (private windows); the page works without it.
    onError: () => undefined,
  });
