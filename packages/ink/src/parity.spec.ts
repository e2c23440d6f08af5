import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { glyphFromPicture, glyphFromStrokes, type GreyPicture, type Stroke } from './index.js';
import { bytesOf } from './testing/compare.js';
import { readGlyphs, readInks } from './testing/fixtures.js';
import { pictureOfInk, SCENE_NAMES } from './testing/scenes/index.js';

/** Named by `npm test`, or by Jest's global set-up where one is found. */
const executablePath = process.env.CHROMIUM_PATH;

/** What Node and the browser may differ by, in steps of 1/255. */
const TOLERANCE = 1;

interface InkGlobal {
  ink: typeof import('./index.js');
}

describe('the same input in Chromium and in Node', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (!executablePath) {
      throw new Error('No Chromium found: "npm test" gets one, or set CHROMIUM_PATH to one.');
    }
    const bundler = fileURLToPath(new URL('testing/bundle.mjs', import.meta.url));
    const script = execFileSync(process.execPath, [bundler], { encoding: 'utf8' });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.addScriptTag({ content: script });
  });

  afterAll(async () => {
    await browser?.close();
  });

  const inBrowser = {
    strokes: (drawings: readonly (readonly Stroke[])[]): Promise<number[][]> =>
      page.evaluate((all) => {
        const { ink } = globalThis as unknown as InkGlobal;
        return all.map((strokes) =>
          Array.from(ink.glyphFromStrokes(strokes).glyph, (value) => Math.round(value * 255)),
        );
      }, drawings),
    pictures: (pictures: readonly GreyPicture[]): Promise<number[][]> =>
      page.evaluate(
        (all) => {
          const { ink } = globalThis as unknown as InkGlobal;
          return all.map(({ width, height, base64 }) => {
            const pixels = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
            const { glyph } = ink.glyphFromPicture({ width, height, pixels });
            return Array.from(glyph, (value) => Math.round(value * 255));
          });
        },
        pictures.map(({ width, height, pixels }) => ({
          width,
          height,
          base64: Buffer.from(pixels).toString('base64'),
        })),
      ),
  };

  const expectSame = (here: readonly Buffer[], there: readonly number[][]): void => {
    expect(there.length).toBe(here.length);
    here.forEach((glyph, index) => {
      const other = there[index]!;
      expect(other.length).toBe(glyph.length);
      const apart = glyph.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - other[at]!)),
        0,
      );
      expect(apart).toBeLessThanOrEqual(TOLERANCE);
    });
  };

  it('gives the same glyph for every ink', async () => {
    const drawings = readInks().map(({ strokes }) => strokes);
    const here = drawings.map((strokes) => bytesOf(glyphFromStrokes(strokes).glyph));
    expectSame(here, await inBrowser.strokes(drawings));
  });

  it('gives the same glyph for every picture', async () => {
    const { strokes } = readInks()[21]!;
    const pictures = [
      ...[...readGlyphs('mnist'), ...readGlyphs('emnist')].map(({ picture }) => picture),
      ...SCENE_NAMES.map((name) => pictureOfInk(strokes, name, 5)),
    ];
    const here = pictures.map((picture) => bytesOf(glyphFromPicture(picture).glyph));
    expectSame(here, await inBrowser.pictures(pictures));
  });
});
