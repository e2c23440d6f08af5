import { useTimeoutFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { ServerSlow, ServerUnsaved } from './errors';
import { isAlive, isReady } from './health';

/** Pauses between looks at a server that is away, in ms; the last one repeats. */
export const LOOK_AGAIN_MS = [500, 1000, 2000, 4000, 8000, 15_000];

/** Whether the server answers; while it is away, this looks again with growing pauses. */
export const useServerStore = defineStore('server', () => {
  const away = ref(false);
  /** It answers, but can keep nothing. Away as well: what was said waits. */
  const unsaved = ref(false);
  let looks = 0;
  const pauseMs = (): number => LOOK_AGAIN_MS[Math.min(looks++, LOOK_AGAIN_MS.length - 1)]!;
  const later = useTimeoutFn(() => void look(), pauseMs, { immediate: false });

  /** Called by whoever got no answer, or one that nothing was kept of. */
  function reportAway(error?: unknown): void {
    // One call that hangs says little of the others, and was waited for long enough: asked again by itself as soon as
    // the server is found to be there, it would hang again, and nobody would ever read why.
    if (error instanceof ServerSlow) {
      void isAlive().then((alive) => !alive && reportAway());
      return;
    }
    unsaved.value = error instanceof ServerUnsaved;
    if (away.value) return;
    away.value = true;
    looks = 0;
    later.start();
  }

  /** Looks at once, for instance when the network is back. */
  async function look(): Promise<void> {
    later.stop();
    if (!away.value) return;
    if (await (unsaved.value ? isReady() : isAlive())) away.value = unsaved.value = false;
    else later.start();
  }

  return { away, unsaved, reportAway, look };
});
