import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { barriersInEachScheme } from './support/axe.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { verified, WebhookReceiver } from './support/webhook-receiver.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

describe('a program elsewhere that hears of what happens', () => {
  const journey = useJourney({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    // Pauses of tenths of a second, where people have seconds and hours.
    WEBHOOK_FIRST_RETRY_MS: '200',
  });
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await WebhookReceiver.create();
    await receiver.listen();
  });
  afterEach(() => receiver.close());

  /** @returns the dialog with the secret, which the page shows this once */
  async function createShown(page: Page, url: string, ...events: string[]): Promise<Locator> {
    await page.getByRole('button', { name: 'Create webhook' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create webhook' });
    await dialog.getByLabel('Address').fill(url);
    for (const event of events) await dialog.getByLabel(event).check();
    await dialog.getByRole('button', { name: 'Create webhook' }).click();
    return page.getByRole('dialog', { name: 'The webhook’s secret' });
  }

  /** @returns the secret */
  async function create(page: Page, url: string, ...events: string[]): Promise<string> {
    const shown = await createShown(page, url, ...events);
    const secret = await shown.getByLabel('Secret').inputValue();
    await shown.getByRole('button', { name: 'Done' }).click();
    await shown.waitFor({ state: 'detached' });
    return secret;
  }

  it('fails twice and hears of a correction then, once, by a signed request', async () => {
    receiver.answer = (before) => (before < 2 ? 500 : 200);
    const page = await journey.arriveAs(ADMIN, '/admin/webhooks');
    await page.getByText('No webhooks yet.').waitFor();
    const secret = await create(page, receiver.url, 'Correction made');
    expect(secret).toMatch(/^whsec_/);
    await page.reload();
    await page.getByText('On', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);

    const { studio } = await journey.arrive();
    await studio.read(inkOf('7'));
    await studio.type('4');
    const received = await receiver.until(3);
    expect(new Set(received.map(({ text }) => text)).size).toBe(1);
    for (const request of received) {
      expect(verified(request, secret)).toMatchObject({
        type: 'correction.created',
        data: { kind: 'character', label: '4', task: 'digits', status: 'pending' },
      });
      expect(() => verified({ ...request, text: `${request.text} ` }, secret)).toThrow('wrong');
    }
    await page.getByText('Last deliveries').click();
    await page.getByText('Delivered after 3 attempts. It answered 200.').waitFor();
    expect(receiver.received).toHaveLength(3);
  });

  it('shows its secret until that is done with, also to who goes back', async () => {
    const page = await journey.arriveAs(ADMIN, '/admin/users');
    await page.getByRole('link', { name: 'Webhooks' }).click();
    const shown = await createShown(page, receiver.url, 'Correction made');
    await shown.waitFor();
    // Back, and on again.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let moves = 0;
          addEventListener('popstate', () => {
            if (++moves === 2) resolve();
          });
          history.back();
        }),
    );
    expect(new URL(page.url()).pathname).toBe('/admin/webhooks');
    expect(await shown.getByLabel('Secret').inputValue()).toMatch(/^whsec_/);
    await shown.getByRole('button', { name: 'Done' }).click();
    await shown.waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .waitFor();
  });

  it.each([
    { name: 'a wide screen', options: {} },
    { name: 'a phone', options: PHONE },
  ])(
    'is set up, tried, asked again and forgotten on $name, without a barrier',
    async ({ options }) => {
      receiver.answer = (before) => (before < 1 ? 404 : 204);
      const page = await journey.arriveAs(ADMIN, '/admin/webhooks', {
        ...options,
        reducedMotion: 'reduce',
      });
      const looksRight = async (): Promise<void> => {
        expect(await barriersInEachScheme(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
        expect(await cutWords(page)).toEqual([]);
        expect(await smallTargets(page)).toEqual([]);
      };
      await page.getByRole('button', { name: 'Create webhook' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Create webhook' });
      await dialog.getByRole('button', { name: 'Create webhook' }).click();
      await dialog.getByText('Enter the address that takes events.').waitFor();
      await dialog.getByLabel('Address').fill('ftp://example.org');
      await dialog.getByLabel('Training job finished').check();
      await dialog.getByRole('button', { name: 'Create webhook' }).click();
      await dialog.getByText(/must be an http or https address/).waitFor();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });

      const former = await create(page, receiver.url, 'Training job finished');
      const card = page.getByTestId('webhook').last();
      await card.getByRole('button', { name: 'Send test' }).click();
      await card.getByText('Failed. It answered 404.').waitFor();
      await looksRight();
      await card.getByRole('button', { name: /^Send again: Test/ }).click();
      await card.getByText('Delivered. It answered 204.').waitFor();
      const [first, second] = await receiver.until(2);
      expect(verified(second!, former)).toMatchObject({ type: 'ping' });
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);

      await card.getByRole('button', { name: 'New secret' }).click();
      await page.getByRole('button', { name: 'Create secret' }).click();
      const shown = page.getByRole('dialog', { name: 'The webhook’s secret' });
      const secret = await shown.getByLabel('Secret').inputValue();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await shown.getByRole('button', { name: 'Done' }).click();
      await shown.waitFor({ state: 'detached' });
      await card.getByRole('button', { name: 'Switch off' }).click();
      await card.getByText('Off', { exact: true }).waitFor();
      await card.getByRole('button', { name: 'Send test' }).click();
      const [, , third] = await receiver.until(3);
      for (const one of [former, secret]) expect(verified(third!, one)).toBeTruthy();

      await card.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('button', { name: 'Delete webhook' }).click();
      await page.getByText(receiver.url).waitFor({ state: 'detached' });
      await looksRight();
    },
  );
});
