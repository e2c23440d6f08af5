import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** The review page as a reviewer uses it. */
export class ReviewPage {
  constructor(readonly page: Page) {}

  /** The tile of a correction. */
  tile(id: string): Locator {
    return this.page.locator(`#tile-${id}`);
  }

  /** Where the reviewer stands, as a screen reader would hear it. */
  async standsAt(): Promise<string | null> {
    const id = await this.page.getByRole('grid').getAttribute('aria-activedescendant');
    return id === null ? null : this.page.locator(`#${id} [data-spoken]`).textContent();
  }

  async ready(): Promise<void> {
    await this.page.getByRole('gridcell').first().waitFor();
    await this.page.waitForFunction(() => document.activeElement?.role === 'grid');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Goes to a correction with the keys, from wherever the reviewer stands. */
  async walkTo(id: string): Promise<void> {
    await this.press('Control+Home');
    const grid = this.page.getByRole('grid');
    for (let steps = 0; steps < 100; steps++) {
      if ((await grid.getAttribute('aria-activedescendant')) === `tile-${id}`) return;
      await this.press('j');
    }
    throw new Error(`J never reaches ${id}.`);
  }

  /** Waits until the page says something like this. */
  async says(words: RegExp): Promise<void> {
    await this.page.getByTestId('told').filter({ hasText: words }).waitFor({ state: 'attached' });
  }

  /** Decides something, and waits until the server has it: it is shown before. */
  async decides(act: () => Promise<void>): Promise<void> {
    const arrived = this.page.waitForResponse(/corrections\/review$/);
    await act();
    expect((await arrived).status()).toBe(200);
  }

  /** How many are left, once it is this many. */
  async left(count: number): Promise<void> {
    await this.page
      .getByTestId('left')
      .filter({ hasText: `${count} left` })
      .waitFor();
  }
}
