import { useIntervalFn } from '@vueuse/core';
import { computed } from 'vue';
import { useServerPages } from '../../shared/api/queries';
import { listImports } from './transfer-calls';
import { isMoving } from './transfer-words';

const LOOK_EVERY_MS = 1000;

/** Imports, newest first; those that run are looked at again and again. */
export function useImports(enabled: boolean) {
  const pages = useServerPages('imports', null, (_question, cursor) => listImports(cursor), {
    enabled,
  });
  // What somebody only looked at was never imported.
  const items = computed(() =>
    pages.items.value.filter((item) => item.startedAt !== null || isMoving(item)),
  );
  useIntervalFn(() => {
    if (items.value.some(isMoving) && !pages.loading.value) void pages.load();
  }, LOOK_EVERY_MS);
  return { ...pages, items };
}

export type Imports = ReturnType<typeof useImports>;
