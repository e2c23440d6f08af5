import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { isAlive } from '../shared/api/health';
import { mayReload } from '../shared/late-script';
import { useServerStore } from '../shared/api/server-store';

/** A page whose script did not come, and that can't be had yet. */
export const useMissingPageStore = defineStore('missing-page', () => {
  const server = useServerStore();
  /** Its address; '' when all is well. */
  const address = ref('');

  /** @param isFirst whether there is no other page to stay on */
  async function miss(path: string, isFirst: boolean): Promise<void> {
    if (!(await isAlive())) {
      server.reportAway();
      if (isFirst) address.value = path;
    }
    // The document of now knows the scripts of now: a newer server does not have those of before.
    else if (mayReload(sessionStorage, Date.now())) location.assign(path);
    else address.value = path;
  }

  function open(): void {
    if (address.value !== '') location.assign(address.value);
  }

  /** Another page was opened. */
  function settle(): void {
    address.value = '';
  }

  watch(
    () => server.away,
    (away) => !away && open(),
  );

  return { address, miss, open, settle };
});
