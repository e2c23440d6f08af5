import { TASKS, type Task } from '@inkling/recognizer';
import type { AskedTask } from '@inkling/contract';
import { usePreferredDark } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { kept, keptOneOf } from './kept';
import { PEN_WIDTH_KEY, PEN_WIDTHS, penWidthOf } from './pen-width';
import { LINE_TASKS } from './line-limits';
import { SURFACE_KEY, SURFACES } from './surfaces';

const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** When the page reads by itself: always, where the server is away, or never. */
const DEVICE_READINGS = ['always', 'away', 'never'] as const;
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

/** What a person set and expects to find again. */
export const usePreferencesStore = defineStore('preferences', () => {
  const surface = keptOneOf(SURFACE_KEY, SURFACES, 'one');
  const task = keptOneOf('inkling-task', TASKS, 'digits');
  /** The alphabet that is read with instead of the task; empty for none. */
  const alphabetId = kept('inkling-alphabet', '', (value) =>
    UUID.test(value) ? value : undefined,
  );
  const asked = computed<AskedTask>(() => alphabetId.value || task.value);
  const lineTask = keptOneOf('inkling-line-task', LINE_TASKS, 'digits');
  const penWidth = kept(PEN_WIDTH_KEY, PEN_WIDTHS.usual, penWidthOf);
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
