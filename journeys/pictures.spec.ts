import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { photoOf } from './support/photo.js';
import { until } from './support/until.js';

const LABELS = ['2', '3', '6'];

describe('pictures', () => {
  const journey = useJourney();

  it('reads photos of paper, uploaded, and shows how', async () => {
    const { page, studio } = await journey.arrive();
    for (const label of LABELS) {
      await studio.clear();
      await studio.upload('photo.jpg', 'image/jpeg', await photoOf(inkOf(label)));
      expect(await studio.answer()).toBe(label);
    }
    await page.getByRole('button', { name: 'How it was read' }).click();
    const steps = page.getByRole('dialog').getByRole('listitem');
    await steps.first().waitFor();
    expect(await steps.count()).toBeGreaterThanOrEqual(4);
    expect(await steps.last().innerText()).toContain('Centred');
    const widths = await steps
      .locator('img')
      .evaluateAll((pictures) =>
        pictures.map((picture) => (picture as HTMLImageElement).naturalWidth),
      );
    expect(Math.min(...widths)).toBeGreaterThan(0);
  });

  it('reads dropped and pasted pictures', async () => {
    const { page, studio } = await journey.arrive();
    const [six, two] = [await photoOf(inkOf('6')), await photoOf(inkOf('2'))];
    await bring(page, 'drop', six);
    expect(await studio.answer()).toBe('6');
    await studio.clear();
    await bring(page, 'paste', six);
    expect(await studio.answer()).toBe('6');
    await studio.clear();
    await bring(page, 'drop', six, two);
    await page.getByText('Picture 1 of 2').waitFor();
    await page.getByText('Picture 2 of 2').waitFor();
    expect(await studio.answer()).toBe('2');
  });

  it('takes photos with a phone’s camera, and pictures from its files', async () => {
    const { page, studio } = await journey.arrive('/', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    const choose = async (name: string) => {
      const asked = page.waitForEvent('filechooser');
      await page.getByRole('button', { name }).click();
      const chooser = await asked;
      return { chooser, camera: await chooser.element().getAttribute('capture') };
    };
    const { chooser, camera } = await choose('Take a photo');
    expect(camera).toBe('environment');
    const buffer = await photoOf(inkOf('6'));
    await chooser.setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
    expect(await studio.answer()).toBe('6');
    expect((await choose('Upload a picture')).camera).toBeNull();
  });

  it('reads several pictures one after the other, and names those that it could not', async () => {
    const { page } = await journey.arrive();
    const photo = async (label: string) => ({
      name: `${label}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await photoOf(inkOf(label)),
    });
    const notes = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('none') };
    await page
      .locator('input[type=file]')
      .setInputFiles([await photo('2'), notes, await photo('3')]);
    await page.getByText('Picture 3 of 3').waitFor();
    await page.getByText('1 of 3 couldn’t be read: notes.png').waitFor();
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    expect(await tiles.allInnerTexts()).toEqual([
      expect.stringMatching(/read as 3/),
      expect.stringMatching(/read as 2/),
    ]);
  });

  it("says in the server's own words why a file can't be read", async () => {
    const { page, studio } = await journey.arrive();
    await studio.upload('notes.png', 'image/png', Buffer.from('This is no picture.'));
    const problem = page.getByTestId('answer-problem');
    await problem.waitFor();
    const asked = await page.evaluate(async () => {
      const form = new FormData();
      form.append('task', 'digits');
      form.append('file', new Blob(['This is no picture.'], { type: 'image/png' }), 'notes.png');
      const response = await fetch('/api/predictions', { method: 'POST', body: form });
      return (await response.json()) as { status: number; detail: string };
    });
    expect(asked.status).toBe(400);
    expect(await problem.innerText()).toBe(asked.detail);
  });

  it('works out in the browser just what the server saw', async () => {
    const { page, studio } = await journey.arrive();
    for (const label of ['0', '4', '8']) {
      await studio.read(inkOf(label, 1));
      await page.getByRole('button', { name: 'How it was read' }).click();
      const here = page.getByRole('dialog').getByRole('listitem').last().locator('img');
      await here.waitFor();
      const inBrowser = await here.getAttribute('src');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const strip = page.getByRole('list', { name: /Last drawings/ });
      const newest = strip.locator('img').first();
      const difference = async () =>
        largestDifference(page, inBrowser!, (await newest.getAttribute('src'))!);
      // Where a drawing is answered between two strokes, its last answer comes a moment later.
      await until(async () => (await difference()) <= 1);
      expect(await difference()).toBeLessThanOrEqual(1);
    }
  });
});

function bring(page: Page, how: 'drop' | 'paste', ...photos: readonly Buffer[]): Promise<void> {
  return page.evaluate(
    ({ how, pictures }) => {
      const data = new DataTransfer();
      for (const base64 of pictures) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
      }
      const options = { bubbles: true, cancelable: true };
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data });
      document.body.dispatchEvent(event);
    },
    { how, pictures: photos.map((photo) => photo.toString('base64')) },
  );
}

/** Between two pictures of 28x28, in steps of 1/255; 255 when either has another size. */
function largestDifference(page: Page, one: string, other: string): Promise<number> {
  return page.evaluate(
    async (sources) => {
      const pixels = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [28, 28];
          const pen = canvas.getContext('2d')!;
          pen.drawImage(image, 0, 0);
          return image.naturalWidth === 28 && image.naturalHeight === 28
            ? pen.getImageData(0, 0, 28, 28).data
            : null;
        }),
      );
      const [a, b] = pixels;
      if (!a || !b) return 255;
      return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
    },
    [one, other],
  );
}
