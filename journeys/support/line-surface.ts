import type { Locator, Page } from 'playwright-core';
import { drawStrokes, type FixtureInk } from './ink.js';
import { CAPITAL } from './written-line.js';

const ANSWERED_WITHIN_MS = 45_000;
/** Where the first character begins, in CSS pixels from the left of the paper. */
const START = 60;
/** Where characters stand, as a share of the paper's height. */
const BASE_LINE = 0.76;

/** The studio's line as a person uses it. */
export class LineSurface {
  constructor(readonly page: Page) {}

  /** Chooses the line and what to read on it, wherever one is in the studio. */
  async open(task: 'Digits' | 'Text'): Promise<void> {
    for (const name of ['Line', task]) {
      await this.page.getByText(name, { exact: true }).filter({ visible: true }).click();
    }
    await this.paper().waitFor();
  }

  paper(): Locator {
    return this.page.getByRole('img', { name: /^Writing line\./ });
  }

  /** Writes with the mouse: a capital fills this share of the paper's height. */
  async write({ strokes }: FixtureInk, share = 0.28): Promise<void> {
    const box = await this.paper().boundingBox();
    if (!box) throw new Error('The line is not shown.');
    const scale = (box.height * share) / CAPITAL;
    const [left, top] = [box.x + START, box.y + box.height * BASE_LINE - CAPITAL * scale];
    await drawStrokes(
      this.page,
      strokes.map((stroke) => stroke.map(([x, y]) => [left + x * scale, top + y * scale])),
    );
  }

  /** Writes on an empty line and waits for the answer to all of it. */
  async read(ink: FixtureInk, share?: number): Promise<string> {
    await this.clear();
    await this.write(ink, share);
    return this.answer();
  }

  /** The text that is shown, once nothing is on its way any more. */
  async answer(): Promise<string> {
    const ends = (): string | undefined => {
      const phase = document.querySelector<HTMLElement>('[data-phase]')?.dataset['phase'];
      return phase === 'answered' || phase === 'refused' ? phase : undefined;
    };
    const phase = await this.page.waitForFunction(ends, undefined, { timeout: ANSWERED_WITHIN_MS });
    if ((await phase.jsonValue()) === 'refused') {
      throw new Error(`Refused: ${await this.page.getByTestId('line-said').innerText()}`);
    }
    return this.text().inputValue();
  }

  /** The field with the text. */
  text(): Locator {
    return this.page.getByTestId('line-text');
  }

  characters(): Locator {
    return this.page.getByRole('group', { name: /^Characters that were read/ }).getByRole('button');
  }

  /** What the character that was chosen may be. */
  candidates(): Locator {
    return this.page.locator('[data-candidate]');
  }

  /** Of a candidate or a character: what a screen reader says of it begins with its label. */
  async labelOf(button: Locator): Promise<string> {
    const name = await button.getAttribute('aria-label');
    return /^(?:capital |small )?(\S)[ ,]/.exec(name ?? '')?.[1] ?? '';
  }

  /** The text as it is now is what the line says; waits until the server has it. */
  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save correction' }).click();
    await this.page.getByRole('button', { name: 'Undo your correction' }).waitFor();
  }

  /** Waits until the page says this of the line. */
  async says(words: string | RegExp): Promise<void> {
    await this.page.getByTestId('line-said').filter({ hasText: words }).waitFor();
  }

  async clear(): Promise<void> {
    await this.paper().waitFor();
    const clear = this.page.getByRole('button', { name: 'Clear', exact: true });
    if (await clear.isEnabled()) await clear.click();
    await this.page.locator('[data-phase=blank]').waitFor();
  }

  /** Brings pictures in through the file field. */
  async upload(...pictures: readonly Buffer[]): Promise<void> {
    await this.page
      .locator('input[type=file]')
      .setInputFiles(
        pictures.map((buffer, at) => ({ name: `line-${at}.png`, mimeType: 'image/png', buffer })),
      );
  }
}
