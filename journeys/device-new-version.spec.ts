import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Caller } from './support/caller.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { addSecondVersion } from './support/second-version.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

interface Model {
  readonly id: string;
  readonly status: string;
}

/** Ids of the versions whose files lie on the device. */
const keptHere = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const cache = await caches.open('inkling-models');
    const addresses = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    return addresses.flatMap(
      (path) => /^\/api\/models\/([^/]*-[^/]*)\/onnx$/.exec(path)?.[1] ?? [],
    );
  });

/** The reader's clock is put on, so that it looks for a newer version with the next reading. */
async function tenMinutesLater(page: Page): Promise<void> {
  const reader = page.workers().find((worker) => worker.url().includes('reader'));
  if (!reader) throw new Error('No reader runs on this page.');
  await reader.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 11 * 60_000;
  });
}

/** Of the network that read what is on the sheet. */
async function versionOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'How it was read' }).filter({ visible: true }).click();
  const words = await page.getByText(/ms by version \d+/).innerText();
  await page.keyboard.press('Escape');
  await page.getByText(/ms by version \d+/).waitFor({ state: 'hidden' });
  return /version (\d+)/.exec(words)![1]!;
}

describe('a version that is promoted while a device is without a network', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

  it('takes the place of the one on the device once there is a network, and each drawing is answered', async () => {
    const { page, studio } = await journey.arrive();
    await page.getByRole('link', { name: 'Me: my handwriting' }).click();
    await page.getByRole('link', { name: /^Read on this device/ }).click();
    await page.getByText('Always', { exact: true }).click();
    await page.getByRole('button', { name: 'Download now' }).click();
    await page.getByText('Downloaded. This device can read').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Inkling' }).first().click();
    /** Draws, and expects an answer of this device. */
    const readHere = async (): Promise<string> => {
      expect(await studio.read(inkOf('7'))).toBe('7');
      await page.getByTestId('answer-place').waitFor();
      return versionOf(page);
    };
    expect(await readHere()).toBe('1');
    const admin = new Caller(journey.server.url);
    await admin.signIn(ADMIN.email, ADMIN.password);
    const champion = async (): Promise<string | undefined> => {
      const { items } = await admin.get<{ items: Model[] }>('/api/models?network=digits');
      return items.find(({ status }) => status === 'champion')?.id;
    };
    const former = await champion();
    expect(await keptHere(page)).toContain(former);

    await page.context().setOffline(true);
    const next = await addSecondVersion(journey.server.databaseUrl);
    await admin.post(`/api/models/${next.id}/promote`, { reason: 'A journey needs another one.' });
    expect(await champion()).toBe(next.id);

    // It looks and finds no server: what is here reads on.
    await tenMinutesLater(page);
    expect(await readHere()).toBe('1');
    expect(await readHere()).toBe('1');
    expect(await keptHere(page)).toContain(former);

    await page.context().setOffline(false);
    await tenMinutesLater(page);
    const versions: string[] = [];
    // The file comes behind the back of these answers.
    while (versions.at(-1) !== String(next.version)) {
      versions.push(await readHere());
      await wait(200);
    }
    expect(versions[0]).toBe('1');
    const kept = await keptHere(page);
    expect(kept).toContain(next.id);
    expect(kept).not.toContain(former);
    await page.getByRole('link', { name: 'Me: my handwriting' }).click();
    await page.getByRole('link', { name: /^Read on this device/ }).click();
    await page.getByTestId('kept-digits').getByText(`Version ${next.version} is here`).waitFor();
  }, 180_000);
});
