import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { inEachScheme, settled } from './scheme.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface WithAxe {
  readonly axe: { run(options: RunOptions): Promise<AxeResults> };
}

/** What axe finds, in a line each. Its source is evaluated: the page's policy stops foreign scripts. */
export async function barriers(page: Page): Promise<string[]> {
  // Once a document; a second time takes as long as to look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  // What is still fading in has not the colours that it will have, nor has what inherits them.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
    }
  });
  await settled(page);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as WithAxe;
    // All rules are run; only of what breaks one every place is described.
    const { violations, passes } = await axe.run({ resultTypes: ['violations'] });
    return {
      passes: passes.length,
      violations: violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      ),
    };
  });
  if (found.passes < 10) throw new Error('axe looked at next to nothing.');
  return found.violations;
}

/** The same with each colour scheme, see `inEachScheme`. */
export async function barriersInEachScheme(page: Page): Promise<string[]> {
  const found: string[] = [];
  await inEachScheme(page, async (scheme) => {
    found.push(...(await barriers(page)).map((barrier) => `${scheme}: ${barrier}`));
  });
  return found;
}
