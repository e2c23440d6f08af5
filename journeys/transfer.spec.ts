import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Download, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney, type Journey } from './support/journey.js';
import { ReviewPage } from './support/review-page.js';
import { changeScheme, inEachScheme } from './support/scheme.js';
import { startTrainer } from './support/trainer.js';
import { zipOfFolders } from './support/zip.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const SETTINGS = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

/** Each is looked at light and dark; one begins light, the other dark. */
const SCREENS = [
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** How much of the zip is taken, and how much of that is approved: one goes on waiting for review. */
const [TAKEN, APPROVED] = [62, 61];

/** Where pictures of the page go, for whoever wants to look at them. */
const SHOTS = process.env['SHOTS'];

describe('samples in and out of files', () => {
  const journey = useJourney(SETTINGS);
  const other = useJourney(SETTINGS);

  it('are imported by the page, reviewed, trained on, exported, and imported by another installation', async () => {
    const zip = path.join(journey.server.dataDir, 'digits.zip');
    await writeFile(zip, await zipOfFolders());
    const page = await journey.arriveAs(ADMIN, '/admin/data', {
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    await page.getByText('Nothing was imported yet').waitFor();
    expect(await barriers(page)).toEqual([]);

    await upload(page, zip);
    expect(await page.getByLabel('Format').first().inputValue()).toBe('png');
    // A wrong format is refused in words, and nothing is lost.
    await page.getByLabel('Format').first().selectOption('hdf5');
    await page.getByRole('button', { name: 'Upload and preview' }).click();
    await page.getByText('The file is a zip, not HDF5').waitFor();
    await page.getByLabel('Format').first().selectOption('png');
    await page.getByRole('button', { name: 'Upload and preview' }).click();
    const preview = page.getByTestId('preview');
    await preview.getByText('Row 1: 0').waitFor({ state: 'attached' });
    expect(await preview.getByRole('listitem').count()).toBe(50);
    // One label is none of the task's: it is mapped.
    await page.getByText('1 not among these').waitFor();
    await page.getByLabel('Import zwei as').selectOption('2');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: /^Import \d+ rows/ }).click();
    const item = page.getByTestId('import');
    await item.getByText('62 imported · 1 refused').waitFor();
    await item.getByText('1 refused row').click();
    await item.getByText('It lies in no folder').waitFor();
    expect(await barriers(page)).toEqual([]);

    await review(page, journey);
    await train(page, journey);

    await page.goto(`${journey.server.url}/admin/data`);
    const exported = await download(page);
    expect(exported.suggestedFilename()).toMatch(/^inkling-samples-approved-.*\.jsonl$/);
    const file = path.join(other.server.dataDir, 'samples.jsonl');
    await exported.saveAs(file);
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(APPROVED);

    const there = await other.arriveAs(ADMIN, '/admin/data', {
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    await there.getByText('Nothing was imported yet').waitFor();
    await upload(there, file);
    await there.getByRole('button', { name: 'Upload and preview' }).click();
    await there.getByLabel('New samples').selectOption('own');
    await there.getByRole('button', { name: `Import ${APPROVED} rows` }).click();
    await there.getByTestId('import').getByText(`${APPROVED} imported`).waitFor();
    const again = await (await download(there)).path();
    expect(await withoutChanges(again)).toEqual(await withoutChanges(file));

    // Undone, nothing of it is left.
    await there.getByRole('button', { name: 'Undo the import of samples.jsonl' }).click();
    await there.getByRole('button', { name: 'Undo import' }).click();
    await there.getByTestId('import').getByText('Undone').waitFor();
  }, 600_000);

  it('go with their writer, who reads their own data in elsewhere and is answered as before', async () => {
    const [home, away] = [`${journey.server.url}/api`, `${other.server.url}/api`];
    const options = { reducedMotion: 'reduce', acceptDownloads: true } as const;
    const page = await journey.arriveAs(ADMIN, '/account', options);
    const drawing = { data: { task: 'digits', ink: inkOf('7', 1) } };
    const { id } = await answerOf(page, `${home}/predictions`, drawing.data);
    await answerOf(page, `${home}/corrections`, { predictionId: id, label: '✓' });
    const waited = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download everything' }).click();
    const file = path.join(other.server.dataDir, 'inkling.jsonl');
    await (await waited).saveAs(file);

    const there = await other.arriveAs(ADMIN, '/account', options);
    const readIn = async (name: string) => {
      await there.getByLabel('File of your data').setInputFiles(name);
      await there.getByRole('button', { name: 'Read in' }).click();
    };
    // Not the whole of it: refused in words, and nothing is lost.
    const cut = path.join(other.server.dataDir, 'cut.jsonl');
    await writeFile(cut, (await readFile(file, 'utf8')).split('\n').slice(0, -2).join('\n'));
    await readIn(cut);
    await there.getByText('The file breaks off').waitFor();
    await there.getByRole('button', { name: 'Cancel' }).click();
    await readIn(file);
    await there.getByText('Added 1 drawing and 1 correction.').waitFor();
    expect(await barriers(there)).toEqual([]);
    expect(await answerOf(there, `${away}/predictions`, drawing.data)).toMatchObject({
      label: '✓',
    });
    await there.getByRole('button', { name: 'Choose another file' }).click();
    await readIn(file);
    await there.getByText('Nothing new').waitFor();
    await there.getByRole('button', { name: 'Choose another file' }).click();

    for (const { viewport, colorScheme } of SCREENS) {
      await there.setViewportSize(viewport);
      await changeScheme(there, colorScheme);
      const looks = async (name: string) => {
        expect([name, await barriers(there)]).toEqual([name, []]);
        expect([name, await overflowOf(there), await cutWords(there)]).toEqual([name, 0, []]);
        if (viewport.width < 400) expect([name, await smallTargets(there)]).toEqual([name, []]);
        if (SHOTS === undefined) return;
        const shot = `own-data-${name}-${viewport.width}-${colorScheme}.png`;
        await there.screenshot({ path: path.join(SHOTS, shot), fullPage: true });
      };
      await looks('drop');
      await there.getByLabel('File of your data').setInputFiles(cut);
      await there.getByRole('button', { name: 'Read in' }).click();
      await there.getByText('The file breaks off').waitFor();
      await looks('refused');
      await there.getByRole('button', { name: 'Cancel' }).click();
      await readIn(file);
      await there.getByText('Nothing new').waitFor();
      await looks('result');
      await there.getByRole('button', { name: 'Choose another file' }).click();
    }
  }, 180_000);

  it.each(SCREENS)(
    'have no barriers, and fit, light or dark, on %j',
    async (screen) => {
      const page = await journey.arriveAs(ADMIN, '/admin/data', {
        ...screen,
        reducedMotion: 'reduce',
      });
      const zip = path.join(journey.server.dataDir, 'digits.zip');
      await page.getByTestId('import').first().waitFor();
      const looks = (name: string) =>
        inEachScheme(page, async (scheme) => {
          const at = `${name}, ${scheme}`;
          expect([at, await barriers(page)]).toEqual([at, []]);
          expect([at, await overflowOf(page), await cutWords(page)]).toEqual([at, 0, []]);
          if (screen.viewport.width < 400) expect([at, await smallTargets(page)]).toEqual([at, []]);
          if (SHOTS === undefined) return;
          const file = `transfer-${name}-${screen.viewport.width}-${scheme}.png`;
          await page.screenshot({ path: path.join(SHOTS, file), fullPage: true });
        });
      await looks('page');
      await upload(page, zip);
      await looks('file');
      await page.getByRole('button', { name: 'Upload and preview' }).click();
      await page.getByTestId('preview').waitFor();
      await page.getByText('1 not among these').waitFor();
      await looks('preview');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByTestId('drop').waitFor();
      await page.goto(`${journey.server.url}/admin/review?kind=imported`);
      await new ReviewPage(page).ready();
      await looks('review');
    },
    180_000,
  );
});

async function upload(page: Page, file: string): Promise<void> {
  await page.getByLabel('File to import').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload and preview' }).waitFor();
}

/** One of them is approved on the wall, then all others but one at once. */
async function review(page: Page, { server }: Journey): Promise<void> {
  await page.goto(`${server.url}/admin/review?kind=imported`);
  const wall = new ReviewPage(page);
  await wall.ready();
  await wall.left(TAKEN);
  expect(await wall.standsAt()).toContain('from a file');
  await wall.press('Enter');
  await page.getByText('imported it as').waitFor();
  const decide = (...keys: string[]) => wall.decides(() => wall.press(...keys));
  await decide('a');
  await wall.left(TAKEN - 1);
  // All are chosen, then the one that is stood at is not.
  await decide('Control+a', 'Space', 'a');
  await wall.left(TAKEN - APPROVED);
}

/** A short job on them, to its verdict: whichever it is, it is shown with its rules. */
async function train(page: Page, { server }: Journey): Promise<void> {
  const stopTrainer = startTrainer(server);
  try {
    await page.goto(`${server.url}/admin/training`);
    await page.getByText(new RegExp(`^${APPROVED} approved samples: `)).waitFor();
    await page.getByText('No trainer can start a job now').waitFor({ state: 'detached' });
    await page.getByText('Parameters', { exact: true }).click();
    await page.getByLabel('Epochs', { exact: true }).fill('1');
    await page.getByLabel(/^Replay/).fill('1');
    await page.getByRole('button', { name: 'Start a job' }).click();
    const done = page.locator('[data-testid=job][data-status=completed]');
    await done.waitFor({ timeout: 360_000 });
    const rules = page.getByTestId('gate-rules').getByRole('listitem');
    expect(await rules.count()).toBe(7);
    await page.getByText(/^(Passed the gate and promoted|Failed the gate)\.$/).waitFor();
  } finally {
    await stopTrainer();
  }
}

async function download(page: Page): Promise<Download> {
  const waited = page.waitForEvent('download');
  await page.getByTestId('export').click();
  return waited;
}

/** A call by the session of a page. */
async function answerOf(page: Page, url: string, data: object): Promise<{ id: string }> {
  const answer = await page.request.post(url, { data });
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  return answer.json() as Promise<{ id: string }>;
}

/** What the other installation did itself is when. */
async function withoutChanges(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
