import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from '@jest/globals';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { keptBy } from './support/kept-app.js';

/** The built app, to be changed. */
const folder = path.join(mkdtempSync(path.join(tmpdir(), 'inkling-new-version-')), 'web');
cpSync(fileURLToPath(new URL('../apps/web/dist', import.meta.url)), folder, { recursive: true });

describe('a new version of the app', () => {
  const journey = useJourney({ WEB_DIR: folder });

  afterAll(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it('is fetched meanwhile and offered, and what is drawn stays', async () => {
    const { page, studio } = await journey.arrive('/', { serviceWorkers: 'allow' });
    if (!(await keptBy(page))) return;
    const read = await studio.read(inkOf('8', 2));

    for (const ending of ['br', 'gz']) rmSync(path.join(folder, `sw.js.${ending}`));
    appendFileSync(path.join(folder, 'sw.js'), '\n// Another one.\n');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByText('A new version is ready.').waitFor({ timeout: 60_000 });
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Reload' }).click();
    await reloaded;
    await page.getByText('A new version is ready.').waitFor({ state: 'detached' });
    if ((await studio.answer()) !== read) throw new Error('The drawing is gone.');
  }, 240_000);
});
