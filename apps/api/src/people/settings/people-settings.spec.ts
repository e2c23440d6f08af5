import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry, PeopleSettingsAnswer } from '@inkling/contract';
import { inkOf } from '../../testing/fixtures.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { PeopleSettings } from './people-settings.service.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const URL = '/api/settings/people';
const get = async () => (await admin.call<PeopleSettingsAnswer>('GET', URL)).body;
const change = (body: object) => admin.call<PeopleSettingsAnswer>('PATCH', URL, body);

describe('/api/settings/people', () => {
  it('has careful defaults, keeps what is changed, and says in the log who did', async () => {
    const defaults = { signUp: 'invitation', guests: true, review: 'people', fixed: [] };
    expect(await get()).toEqual(defaults);
    expect((await change({ review: 'auto' })).body).toEqual({ ...defaults, review: 'auto' });
    await Promise.all([change({ signUp: 'open' }), change({ guests: false })]);
    const wanted = { signUp: 'open', guests: false, review: 'auto' };
    expect(await get()).toEqual({ ...wanted, fixed: [] });
    expect(await app.nest.get(PeopleSettings, { strict: false }).get()).toEqual(wanted);
    const { body } = await admin.call<{ items: AuditEntry[] }>(
      'GET',
      '/api/audit?action=settings.people',
    );
    expect(body.items).toHaveLength(3);
    expect(body.items.at(-1)).toMatchObject({
      before: { review: 'people' },
      after: { review: 'auto' },
      subject: { type: 'settings', id: 'people' },
    });
  });

  it.each([{ signUp: 'never' }, { guests: 'no' }, { review: null }, { fixed: [] }, { other: 1 }])(
    'refuses %j',
    async (body) => {
      const before = await get();
      expect((await admin.problem('PATCH', URL, body)).status).toBe(422);
      expect(await get()).toEqual(before);
    },
  );

  it('without guests lets nobody in as one, and reads for anybody', async () => {
    await change({ guests: true });
    const guest = await app.guest();
    await change({ guests: false });
    for (const path of ['anonymous', 'anonymous/', '/anonymous']) {
      const { status } = await app.visitor().problem('POST', `/api/auth/sign-in/${path}`, {});
      expect([403, 404]).toContain(status);
    }
    const refused = await app.visitor().problem('POST', '/api/auth/sign-in/anonymous', {});
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('no guests');
    const ink = { task: 'digits', ink: inkOf('7') };
    expect((await app.visitor().predict(ink)).status).toBe(201);
    // Whoever is one already keeps what they have.
    expect((await guest.call('GET', '/api/predictions')).status).toBe(200);
  });

  it('is overruled by the environment, and says so', async () => {
    await change({ signUp: 'open', guests: false, review: 'people' });
    await app.reopen({ SIGN_UP: 'closed', GUESTS: 'on' });
    expect(await get()).toEqual({
      signUp: 'closed',
      guests: true,
      review: 'people',
      fixed: ['signUp', 'guests'],
    });
    const refused = await admin.problem('PATCH', URL, { signUp: 'open', review: 'auto' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      { pointer: '/signUp', detail: expect.stringContaining('SIGN_UP') },
    ]);
    expect((await get()).review).toBe('people');
    expect((await change({ signUp: 'closed', review: 'auto' })).status).toBe(200);
    expect((await get()).review).toBe('auto');
  });
});
