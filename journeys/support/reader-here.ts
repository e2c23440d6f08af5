import type { Page } from 'playwright-core';

/**
 * Downloads what reading on this device needs, and goes back to the studio without loading it anew.
 *
 * @param reading when to read here, as the page names it; absent: as it was
 */
export async function downloadReader(page: Page, reading?: string): Promise<void> {
  await page.getByRole('link', { name: 'Me: my handwriting' }).click();
  await page.getByRole('link', { name: /^Read on this device/ }).click();
  if (reading !== undefined) await page.getByText(reading, { exact: true }).click();
  await page.getByRole('button', { name: 'Download now' }).click();
  await page.getByText('Downloaded. This device can read').waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Inkling' }).first().click();
}
