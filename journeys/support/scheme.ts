import type { Page } from 'playwright-core';

export type ColorScheme = 'light' | 'dark';

/**
 * Looks at a page in the colour scheme that it has and then in the other one, which it follows while it stands:
 * nothing has to be brought there anew. The page has the other one afterwards, so that the next one is opened in it.
 */
export async function inEachScheme(
  page: Page,
  look: (scheme: ColorScheme) => Promise<void>,
): Promise<void> {
  const has = (scheme: string): boolean => document.documentElement.classList.contains(scheme);
  const other: ColorScheme = (await page.evaluate(has, 'light')) ? 'dark' : 'light';
  await look(other === 'dark' ? 'light' : 'dark');
  await page.emulateMedia({ colorScheme: other });
  await page.waitForFunction(has, other);
  await look(other);
}
