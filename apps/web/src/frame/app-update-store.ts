import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import type { Workbox } from 'workbox-window';
import { useServerStore } from '../shared/api/server-store';
import { late } from '../shared/late-script';

/** A page may stay open for days. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** Not part of the first visit. */
const loadWorkbox = late(() => import('workbox-window'));

/** Whether browsers keep the app for this address: on plain http only on this very machine. */
export const keepsApp = (): boolean => 'serviceWorker' in navigator;

/** The service worker, which opens the app without a network, and newer builds that it has fetched. */
export const useAppUpdateStore = defineStore('app-update', () => {
  const server = useServerStore();
  /** A newer build waits to be opened. */
  const isReady = ref(false);
  let workbox: Workbox | undefined;
  let isTaken = false;

  /** Keeps the app in the browser from now on. */
  async function register(): Promise<void> {
    if (workbox || !import.meta.env.PROD || !keepsApp()) return;
    const { Workbox } = await loadWorkbox();
    workbox = new Workbox('/sw.js');
    workbox.addEventListener('waiting', () => (isReady.value = true));
    // Only the page that was asked: in others somebody may be drawing.
    workbox.addEventListener('controlling', () => isTaken && location.reload());
    await workbox.register();
    setInterval(look, LOOK_EVERY_MS);
  }

  /** Looks for a newer build. */
  function look(): void {
    workbox?.update().catch(() => undefined);
  }

  /** Opens the newer build. What is drawn lies in the browser over a reload. */
  function take(): void {
    isTaken = true;
    workbox?.messageSkipWaiting();
  }

  // It may have been stopped for an upgrade.
  watch(
    () => server.away,
    (away) => !away && look(),
  );

  return { isReady, register, take };
});
