import type { Locator, Page } from 'playwright-core';
import { drawStrokes, placed, type FixtureInk } from './ink.js';

const ANSWERED_WITHIN_MS = 45_000;

/** The studio as a person uses it. */
export class Studio {
  constructor(readonly page: Page) {}

  /** Draws with the mouse: real pointer events, stroke by stroke. */
  async draw(ink: FixtureInk, share?: number): Promise<void> {
    const box = await (await this.canvas()).boundingBox();
    if (!box) throw new Error('The canvas is not shown.');
    await drawStrokes(this.page, placed(ink, box, share));
  }

  /** The sheet, once it is there; else says what is there in its place. */
  private async canvas(): Promise<Locator> {
    const canvas = this.page.locator('canvas');
    await canvas.waitFor().catch(async (cause: unknown) => {
      const shown = await this.page.evaluate(() => [
        ...[location.href, document.body.innerText.slice(0, 500)],
        ...performance
          .getEntriesByType('resource')
          .map((one) => `${one.name} ${(one as PerformanceResourceTiming).responseStatus}`),
      ]);
      throw new Error(`No canvas. The page shows:\n${shown.join('\n')}`, { cause });
    });
    return canvas;
  }

  /** Draws and waits for the answer to the whole drawing. */
  async read(ink: FixtureInk, share?: number): Promise<string> {
    await this.clear();
    await this.draw(ink, share);
    return this.answer();
  }

  /** The label that is shown, once nothing is on its way any more. */
  async answer(): Promise<string> {
    await this.page.waitForFunction(
      () => document.querySelector('[data-phase]')?.getAttribute('data-phase') === 'answered',
      undefined,
      { timeout: ANSWERED_WITHIN_MS },
    );
    return (await this.page.getByTestId('answer-label').innerText()).trim();
  }

  /** Brings a picture in through the file field. */
  async upload(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
  }

  /** Whether the answer says that memory decided it. */
  async decidedByMemory(): Promise<boolean> {
    return (await this.page.getByTestId('answer-memory').count()) > 0;
  }

  /** What is said about the last correction. */
  said() {
    return this.page.getByTestId('answer-said');
  }

  async clear(): Promise<void> {
    // After a change of page there is nobody to hear the key before.
    await this.canvas();
    await this.page.keyboard.press('Escape');
    await this.page.locator('[data-phase=blank]').waitFor();
  }

  /** Types what the drawing is, and waits until the server has it. */
  async type(label: string): Promise<void> {
    await this.page.keyboard.press(label);
    await this.said().getByRole('button', { name: 'Undo' }).waitFor();
  }
}
