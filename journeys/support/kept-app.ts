import type { Page } from 'playwright-core';

/** The app is fetched once there is an answer, or some time after the page came. */
const KEPT_WITHIN_MS = 60_000;

/** Waits until the browser keeps the app. @returns false where it can't, which it says */
export async function keptBy(page: Page): Promise<boolean> {
  if (!(await page.evaluate(() => 'serviceWorker' in navigator))) {
    console.log('Skipped: this browser has no service workers. The one of a system has.');
    return false;
  }
  const isKept = (): boolean => navigator.serviceWorker.controller !== null;
  await page.waitForFunction(isKept, undefined, { timeout: KEPT_WITHIN_MS });
  return true;
}
