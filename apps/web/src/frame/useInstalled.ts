import { whenever } from '@vueuse/core';
import { onMounted } from 'vue';
import { useHistoryStore } from '../features/history/history-store';
import { whenIdle } from '../shared/when-idle';
import { useAppUpdateStore } from './app-update-store';

/** Who has not drawn by then may only be looking. */
const AT_LAST_MS = 10_000;

/** Keeps the app in the browser after the first answer: the first visit is not slower for it. */
export function useInstalled(): void {
  const history = useHistoryStore();
  const update = useAppUpdateStore();
  const install = (): void => whenIdle(() => update.register().catch(() => undefined));

  onMounted(() => setTimeout(install, AT_LAST_MS));
  whenever(() => history.recent.length > 0, install, { once: true });
}
