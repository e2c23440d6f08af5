import type { Page } from 'playwright-core';
import { until } from './until.js';

/** What a thumb hits without aiming, in CSS pixels. */
const THUMB = 44;

/** With less to aim at a page is not there yet. */
const FEWEST = 5;

/**
 * Links, buttons and fields that a thumb has to aim at: less than 44 pixels high or wide, whatever draws them.
 * Links in running text are as high as its lines (WCAG 2.5.8 excepts them, too).
 */
export async function smallTargets(page: Page): Promise<string[]> {
  let looked = await lookAtTargets(page);
  await until(async () => {
    if (looked.seen < FEWEST) looked = await lookAtTargets(page);
    return looked.seen >= FEWEST;
  });
  return looked.small;
}

function lookAtTargets(page: Page): Promise<{ small: string[]; seen: number }> {
  return page.evaluate((thumb) => {
    const found = document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role=button], [role=switch], [role=tab]',
    );
    const targets = new Set(
      [...found].map((element) => element.closest<HTMLElement>('label') ?? element),
    );
    const shown = [...targets].filter((element) => isShown(element) && !isInText(element));
    const small = shown
      .map((element) => ({ element, size: hitArea(element) }))
      .filter(({ size }) => size.some((length) => length < thumb))
      .map(({ element, size }) => `${element.outerHTML.slice(0, 160)} ${size.join('x')}`);
    return { small, seen: shown.length };

    function isShown(element: HTMLElement): boolean {
      const { width, height } = element.getBoundingClientRect();
      return element.checkVisibility({ checkVisibilityCSS: true }) && width > 1 && height > 1;
    }
    function isInText(element: HTMLElement): boolean {
      const text = (node: Element | null) => node?.textContent.trim().length ?? 0;
      return (
        getComputedStyle(element).display === 'inline' &&
        text(element.parentElement) > text(element)
      );
    }
    /** As far as touches reach it, what its pseudo-elements add included. */
    function hitArea(element: HTMLElement): [width: number, height: number] {
      element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const reach = (dx: number, dy: number): number => {
        let length = 0;
        while (length < thumb / 2 && hits(x + dx * (length + 0.5), y + dy * (length + 0.5))) {
          length += 0.5;
        }
        return length;
      };
      const hits = (atX: number, atY: number): boolean =>
        element.contains(document.elementFromPoint(atX, atY));
      return [
        Math.max(width, reach(1, 0) + reach(-1, 0)),
        Math.max(height, reach(0, 1) + reach(0, -1)),
      ];
    }
  }, THUMB);
}

/**
 * Words that end at an edge without saying so, cut off by their box or by the drawing that they are in, and words wider than
 * their button. A chart follows the size of its page a moment later, so these are what stays cut for two seconds.
 */
export async function cutWords(page: Page): Promise<string[]> {
  let cut = await wordsCutNow(page);
  for (let tries = 0; tries < 20 && cut.length > 0; tries++) {
    await page.waitForTimeout(100);
    cut = await wordsCutNow(page);
  }
  return cut;
}

function wordsCutNow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    const tell = (element: Element, by: number): void => {
      cut.push(`${element.outerHTML.slice(0, 160)} by ${Math.round(by)}`);
    };
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      // 1 pixel: for who only hears the page.
      if (element.clientWidth <= 1 || !element.checkVisibility({ checkVisibilityCSS: true }))
        continue;
      const isCutting =
        /hidden|clip/.test(style.overflowX) || element.matches('input:not([type=range])');
      const by = element.scrollWidth - element.clientWidth;
      if (isCutting && style.textOverflow !== 'ellipsis' && element.innerText !== '' && by > 1) {
        tell(element, by);
      }
    }
    // Nothing cuts these, and they lie over what is beside.
    for (const control of document.querySelectorAll<HTMLElement>('button, label')) {
      if (!control.checkVisibility({ checkVisibilityCSS: true })) continue;
      const box = control.getBoundingClientRect();
      for (const node of control.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE) continue;
        const range = document.createRange();
        range.selectNode(node);
        const { left, right } = range.getBoundingClientRect();
        const by = right === left ? 0 : Math.max(box.left - left, right - box.right);
        if (by > 1) tell(control, by);
      }
    }
    for (const words of document.querySelectorAll<SVGTextElement>('svg text')) {
      const [box, edge] = [words, words.ownerSVGElement!].map((one) => one.getBoundingClientRect());
      if (edge!.width === 0) continue;
      const by = Math.max(edge!.left - box!.left, box!.right - edge!.right);
      if (by > 1) tell(words, by);
    }
    return cut;
  });
}

/** How many pixels the page is wider than its window, once what follows a new size of the window has been laid out. */
export async function overflowOf(page: Page): Promise<number> {
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  await page.waitForFunction(fits, undefined, { timeout: 5_000 }).catch(() => undefined);
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
