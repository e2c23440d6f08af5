import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AuthOptions, NewInvitation, OwnAccount, PeopleSettings } from '@inkling/contract';
import { loadConfig } from '../../../config/load-config.js';
import type { Client } from '../../../testing/client.js';
import { inkOf } from '../../../testing/fixtures.js';
import { OidcServer, type OidcPerson } from '../../../testing/oidc-server.js';
import { TestApp } from '../../../testing/test-app.js';
import { Guests } from '../guests/guests.service.js';

let provider: OidcServer;
let app: TestApp;
let admin: Client;

beforeAll(async () => {
  provider = await OidcServer.open();
  const { issuer, client } = provider;
  const school = { id: 'school', name: 'Our school', issuer };
  const settings = [
    { ...school, clientId: client.id, clientSecret: client.secret },
    // Nobody listens there.
    { id: 'away', issuer: 'http://127.0.0.1:9', clientId: 'c' },
  ];
  app = await TestApp.start({ OIDC_PROVIDERS: JSON.stringify(settings) });
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
  await provider.close();
});

let people = 0;
const somebody = (more: Partial<OidcPerson> = {}): OidcPerson => {
  const sub = `person-${people++}`;
  return { sub, email: `${sub}@example.org`, email_verified: true, name: 'Anna Winter', ...more };
};

/** Where a browser ends that signs in at the provider. */
async function signIn(client: Client, person: OidcPerson, body: object = {}): Promise<URL> {
  provider.person = person;
  const started = await client.call<{ url: string }>('POST', '/api/auth/sign-in/social', {
    provider: 'school',
    callbackURL: '/account',
    errorCallbackURL: '/sign-in',
    ...body,
  });
  expect(started.status).toBe(200);
  const asked = await fetch(started.body.url, { redirect: 'manual' });
  const back = new URL(asked.headers.get('location')!);
  const { headers } = await client.call('GET', `${back.pathname}${back.search}`);
  return new URL(String(headers['location']), 'http://127.0.0.1:3000');
}

const me = (client: Client) => client.call<OwnAccount>('GET', '/api/me');

const policy = (signUp: PeopleSettings['signUp']) =>
  admin.call('PATCH', '/api/settings/people', { signUp });

const invite = async (body: object) =>
  (await admin.call<NewInvitation>('POST', '/api/invitations', body)).body;

const tokenOf = ({ link }: NewInvitation) => new URL(link).searchParams.get('invitation')!;

describe('a provider', () => {
  it('is named by the sign-in page', async () => {
    const { body } = await app.visitor().call<AuthOptions>('GET', '/api/auth-options');
    expect(body.providers).toEqual([
      { id: 'school', name: 'Our school' },
      { id: 'away', name: 'away' },
    ]);
  });

  it('signs up and in where signing up is open, and nothing of it but who it is is kept', async () => {
    await policy('open');
    try {
      const person = somebody();
      const client = app.visitor();
      expect((await signIn(client, person)).pathname).toBe('/account');
      const first = (await me(client)).body;
      expect(first).toMatchObject({
        name: 'Anna Winter',
        email: person.email,
        role: 'writer',
        hasPassword: false,
        providers: ['Our school'],
      });
      const again = app.visitor();
      await signIn(again, person);
      expect((await me(again)).body.id).toBe(first.id);
      const account = await app.prisma.account.findFirstOrThrow({ where: { userId: first.id } });
      expect(account).toMatchObject({ accessToken: null, refreshToken: null, idToken: null });
    } finally {
      await policy('invitation');
    }
  });

  it('brings nobody in without an invitation, or when signing up is closed', async () => {
    const client = app.visitor();
    const refused = await signIn(client, somebody());
    expect(refused.pathname).toBe('/sign-in');
    expect(refused.searchParams.get('error')).toBe('invitation_needed');
    expect((await me(client)).status).toBe(401);
    await policy('closed');
    try {
      const closed = await signIn(client, somebody());
      expect(closed.searchParams.get('error')).toBe('sign_up_closed');
    } finally {
      await policy('invitation');
    }
  });

  it('takes an invitation along, which is used up', async () => {
    const invitation = await invite({ role: 'reviewer' });
    const additionalData = { invitation: tokenOf(invitation) };
    const client = app.visitor();
    expect((await signIn(client, somebody(), { additionalData })).pathname).toBe('/account');
    expect((await me(client)).body.role).toBe('reviewer');
    const second = await signIn(app.visitor(), somebody(), { additionalData });
    expect(second.searchParams.get('error')).toBe('invitation_used');
  });

  it('vouches for an address that is invited, and only where it says that it is sure', async () => {
    const person = somebody();
    await invite({ email: person.email, role: 'reviewer' });
    const unsure = await signIn(app.visitor(), { ...person, email_verified: false });
    expect(unsure.searchParams.get('error')).toBe('invitation_needed');
    const client = app.visitor();
    expect((await signIn(client, person)).pathname).toBe('/account');
    expect((await me(client)).body.role).toBe('reviewer');
  });

  it('does not hand over an account with the same address that nobody proved', async () => {
    const person = somebody();
    const taken = { name: 'Squatter', email: person.email, password: 'correct horse' };
    await app.visitor().call('POST', '/api/auth/sign-up/email', {
      ...taken,
      invitation: tokenOf(await invite({})),
    });
    const client = app.visitor();
    const refused = await signIn(client, person);
    expect(refused.searchParams.get('error')).toBe('account_not_linked');
    expect((await me(client)).status).toBe(401);
  });

  it('keeps what a guest said', async () => {
    const person = somebody();
    await invite({ email: person.email });
    const guest = await app.guest();
    const seven = { task: 'digits', ink: inkOf('7') };
    const prediction = await guest.predict(seven);
    const { body: said } = await guest.correct(prediction.body.id, '4');
    await signIn(guest, person);
    const { id } = (await me(guest)).body;
    const stored = await app.prisma.correction.findUniqueOrThrow({ where: { id: said.id } });
    expect(stored.writerId).toBe(id);
    expect((await guest.predict(seven)).body).toMatchObject({ label: '4', decidedBy: 'memory' });
  });

  it('keeps what a guest draws while they sign in', async () => {
    const person = somebody();
    await invite({ email: person.email });
    const guest = await app.guest();
    const before = guest.at(app.nest);
    const guests = app.nest.get(Guests);
    const move = guests.moveTo.bind(guests);
    let drawnId = '';
    let written = 0;
    const moving = jest.spyOn(guests, 'moveTo').mockImplementationOnce(async (...ids) => {
      const seven = { task: 'digits', ink: inkOf('7') };
      const { body } = await before.call<{ id: string }>('POST', '/api/predictions', seven);
      drawnId = body.id;
      written = await app.prisma.prediction.count({ where: { id: drawnId } });
      await move(...ids);
    });
    await signIn(guest, person);
    moving.mockRestore();
    // Before it was answered: whose it is was about to change.
    expect(written).toBe(1);
    const { id, isGuest } = (await me(guest)).body;
    expect(isGuest).toBe(false);
    const drawn = await app.prisma.prediction.findUniqueOrThrow({ where: { id: drawnId } });
    expect(drawn.writerId).toBe(id);
  });

  it('is not believed with a signature that is not its own', async () => {
    const person = somebody();
    await invite({ email: person.email });
    provider.isForged = true;
    try {
      const client = app.visitor();
      const refused = await signIn(client, person);
      expect(refused.searchParams.has('error')).toBe(true);
      expect((await me(client)).status).toBe(401);
    } finally {
      provider.isForged = false;
    }
  });

  it('that does not answer keeps nobody from coming in another way', async () => {
    const body = { provider: 'away', callbackURL: '/account' };
    const answer = await app.visitor().problem('POST', '/api/auth/sign-in/social', body);
    expect(answer).toMatchObject({ status: 503, body: { code: 'provider_away' } });
    expect(answer.body.detail).toMatch(/Try again later/);
    expect((await app.guest()).cookieHeader).toContain('session_token');
  });

  it('that comes back from nowhere leads to the sign-in page of Inkling', async () => {
    for (const query of ['?code=x&state=made-up', '?error=access_denied', '']) {
      const answer = await app.visitor().send('GET', `/api/auth/callback/school${query}`, {});
      expect(answer.status).toBe(302);
      expect(String(answer.headers['location'])).toMatch(/^\/sign-in\?error=/);
    }
  });

  it('sends nobody to pages elsewhere', async () => {
    for (const field of ['callbackURL', 'errorCallbackURL']) {
      const answer = await app.visitor().problem('POST', '/api/auth/sign-in/social', {
        provider: 'school',
        callbackURL: '/account',
        [field]: 'https://evil.example/',
      });
      expect(answer.status).toBe(403);
    }
  });

  it('lets in nobody whom an admin disabled', async () => {
    const person = somebody();
    await invite({ email: person.email });
    const client = app.visitor();
    await signIn(client, person);
    const { id } = (await me(client)).body;
    await admin.call('PATCH', `/api/users/${id}`, { disabled: true });
    const refused = await signIn(app.visitor(), person);
    expect(refused.searchParams.get('error')).toBeTruthy();
    expect((await me(client)).status).toBe(401);
  });
});

describe('OIDC_PROVIDERS', () => {
  const one = {
    id: 'a',
    issuer: 'https://login.example.org/',
    clientId: 'c',
    clientSecret: 'hush',
  };

  it('has defaults', () => {
    const { oidcProviders } = loadConfig({ OIDC_PROVIDERS: JSON.stringify([one]) });
    expect(oidcProviders).toEqual([
      {
        id: 'a',
        name: 'a',
        discoveryUrl: 'https://login.example.org/.well-known/openid-configuration',
        clientId: 'c',
        clientSecret: 'hush',
        scopes: ['openid', 'profile', 'email'],
      },
    ]);
    expect(loadConfig({}).oidcProviders).toEqual([]);
  });

  it.each([
    ['no json', 'this is no JSON'],
    [JSON.stringify(one), 'at the list'],
    [JSON.stringify([{ ...one, id: 'A b' }]), 'at 0.id'],
    [JSON.stringify([{ ...one, id: 'credential' }]), 'at 0.id'],
    [JSON.stringify([{ ...one, discoveryUrl: one.issuer }]), 'either issuer or discoveryUrl'],
    [JSON.stringify([{ ...one, issuer: 'ftp://x.y' }]), 'at 0.issuer'],
    [JSON.stringify([one, one]), 'two have the same id'],
  ])('refuses %s, and says why without its secrets', (text, why) => {
    const load = () => loadConfig({ OIDC_PROVIDERS: text });
    expect(load).toThrow(/^OIDC_PROVIDERS: expected JSON/);
    expect(load).toThrow(why);
    expect(load).not.toThrow('hush');
  });
});

describe('SMTP_URL', () => {
  it('needs an address to come from, and one for links to lead to', () => {
    const smtp = { SMTP_URL: 'smtp://mail.example.org:587' };
    expect(() => loadConfig(smtp)).toThrow(/^MAIL_FROM: .*\nPUBLIC_URL: /);
    const all = {
      ...smtp,
      MAIL_FROM: 'Ink <ink@example.org>',
      PUBLIC_URL: 'https://ink.example.org',
    };
    expect(loadConfig(all)).toMatchObject({ smtpUrl: smtp.SMTP_URL, mailFrom: all.MAIL_FROM });
    expect(() => loadConfig({ ...all, SMTP_URL: 'http://mail' })).toThrow(/^SMTP_URL: expected/);
    expect(() => loadConfig({ ...all, MAIL_FROM: 'nobody' })).toThrow(/^MAIL_FROM: expected/);
  });
});
