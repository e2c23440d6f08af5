import { TASKS, type Task } from '@inkling/recognizer';
import type { AskedTask } from '@inkling/contract';
import { usePreferredDark } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { kept, keptOneOf } from './kept';
import { LINE_TASKS } from './line-limits';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What one writes on in the studio: a sheet for one character, or a line. */
export const SURFACES = ['one', 'line'] as const;
export type Surface = (typeof SURFACES)[number];

/** When the page reads by itself: always, where the server is away, or never. */
export const DEVICE_READINGS = ['always', 'away', 'never'] as const;
export type DeviceReading = (typeof DEVICE_READINGS)[number];

/** Where the choice is kept; public/theme.js reads it before the first paint. */
const THEME_KEY = 'inkling-theme';

function isDark(theme: Theme, systemIsDark: boolean): boolean {
  return theme === 'dark' || (theme === 'system' && systemIsDark);
}

function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Widths of the pen in sheet units; the sheet is 480 wide and high. */
export const PEN_WIDTHS = { least: 6, most: 36, usual: 16 };

/** What a person set and expects to find again. */
export const usePreferencesStore = defineStore('preferences', () => {
  const surface = keptOneOf('inkling-surface', SURFACES, 'one');
  const task = keptOneOf('inkling-task', TASKS, 'digits');
  /** The alphabet that is read with instead of the task; empty for none. */
  const alphabetId = kept('inkling-alphabet', '', (value) =>
    UUID.test(value) ? value : undefined,
  );
  const asked = computed<AskedTask>(() => alphabetId.value || task.value);
  const lineTask = keptOneOf('inkling-line-task', LINE_TASKS, 'digits');
  const penWidth = kept('inkling-pen-width', PEN_WIDTHS.usual, (value) => {
    const width = Number(value);
    return width >= PEN_WIDTHS.least && width <= PEN_WIDTHS.most ? width : undefined;
  });
  const deviceReading = keptOneOf('inkling-device-reading', DEVICE_READINGS, 'away');
  const theme = keptOneOf(THEME_KEY, THEMES, 'system');
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

  /** Reads with a task from now on, not with an alphabet. */
  function chooseTask(chosen: Task): void {
    task.value = chosen;
    alphabetId.value = '';
  }

  function turnTheme(): void {
    theme.value = nextTheme(theme.value);
  }

  return {
    ...{ surface, task, alphabetId, asked, lineTask, penWidth, deviceReading, theme, dark },
    ...{ chooseTask, turnTheme },
  };
});
