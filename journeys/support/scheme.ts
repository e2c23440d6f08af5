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
  const other: ColorScheme = (await page.evaluate(hasScheme, 'light')) ? 'dark' : 'light';
  await look(other === 'dark' ? 'light' : 'dark');
  await changeScheme(page, other);
  await look(other);
}

/** The page has followed, its colours too: one that still changes is neither of the two. */
export async function changeScheme(page: Page, scheme: ColorScheme): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.waitForFunction(hasScheme, scheme);
  await settled(page);
}

const hasScheme = (scheme: string): boolean => document.documentElement.classList.contains(scheme);

/** Without motion a change still takes a frame, and what inherits it changes a frame later, depth by depth. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise((painted) => requestAnimationFrame(painted));
    const changes = () =>
      document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    do {
      await Promise.allSettled(changes().map(({ finished }) => finished));
      await frame();
      await frame();
    } while (changes().length > 0);
  });
