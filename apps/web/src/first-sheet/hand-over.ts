import type { Router } from 'vue-router';

declare global {
  /** The sheet that is there before the app, see `first-sheet.ts`; absent where there is none. */
  var firstSheet: { lifted(): Promise<void> } | undefined;
}

/** Where somebody may draw already, the app takes their sheet over once it can show its own, and never under their pen. */
export async function handOver(router: Pick<Router, 'isReady'>): Promise<void> {
  if (!globalThis.firstSheet) return;
  // The app itself says what is wrong with a page that does not come.
  await router.isReady().catch(() => undefined);
  await globalThis.firstSheet.lifted();
}
