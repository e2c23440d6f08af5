import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../common/id.js';
import type { Client } from '../testing/client.js';
import { TestApp } from '../testing/test-app.js';
import { includesRole, roleOf, ROLES } from './roles.js';

let app: TestApp;
const people: Record<string, Client> = {};

beforeAll(async () => {
  app = await TestApp.start();
  people['visitor'] = app.visitor();
  people['guest'] = await app.guest();
  people['writer'] = await app.user('writer');
  people['reviewer'] = await app.reviewer();
  people['admin'] = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const nobody = newId();

/** Calls with bodies that change nothing: whoever may call is told so. */
const OF_REVIEWERS = [
  ['GET', '/api/corrections'],
  ['POST', '/api/corrections/review'],
  ['GET', '/api/training-jobs'],
  ['GET', `/api/training-jobs/${nobody}`],
  ['GET', `/api/training-jobs/${nobody}/events`],
] as const;

const OF_ADMINS = [
  ['POST', '/api/training-jobs'],
  ['POST', `/api/training-jobs/${nobody}/cancel`],
  ['GET', '/api/training-settings/digits'],
  ['PATCH', '/api/training-settings/digits'],
  ['POST', `/api/models/${nobody}/promote`],
  ['POST', '/api/models/rollback'],
] as const;

const statuses = async (method: (typeof OF_ADMINS)[number][0] | 'GET', url: string) => {
  const found: Record<string, number> = {};
  for (const [name, client] of Object.entries(people)) {
    const body = method === 'GET' ? undefined : {};
    found[name] = (await client.problem(method, url, body)).status;
  }
  return found;
};

const ALLOWED = [200, 404, 422];

describe('roles', () => {
  it.each(OF_REVIEWERS)('keep %s %s for reviewers', async (method, url) => {
    const { visitor, guest, writer, reviewer, admin } = await statuses(method, url);
    expect({ visitor, guest, writer }).toEqual({ visitor: 401, guest: 403, writer: 403 });
    expect(ALLOWED).toContain(reviewer);
    expect(admin).toBe(reviewer);
  });

  it.each(OF_ADMINS)('keep %s %s for admins', async (method, url) => {
    const { admin, ...others } = await statuses(method, url);
    expect(others).toEqual({ visitor: 401, guest: 403, writer: 403, reviewer: 403 });
    expect(ALLOWED).toContain(admin);
  });

  it('say what to do', async () => {
    const url = '/api/training-settings/digits';
    const visitor = await people['visitor']!.problem('GET', url);
    expect(visitor.body).toMatchObject({ code: 'sign_in_first' });
    expect(visitor.body.detail).toContain('/api/auth/sign-in/email');
    const guest = await people['guest']!.problem('GET', url);
    expect(guest.body).toMatchObject({ code: 'forbidden' });
    expect(guest.body.detail).toMatch(/as a guest.*admin/);
    const reviewer = await people['reviewer']!.problem('GET', url);
    expect(reviewer.body.detail).toMatch(/as a reviewer.*admin/);
  });

  it('are not lent to pages of other origins, not even of the same site', async () => {
    const url = `/api/training-jobs/${nobody}/cancel`;
    const from = async (site: string) =>
      (await people['admin']!.send('POST', url, { headers: { 'sec-fetch-site': site } })).status;
    expect(await from('same-site')).toBe(403);
    expect(await from('cross-site')).toBe(403);
    expect(await from('same-origin')).toBe(404);
    expect(await from('none')).toBe(404);
  });

  it('count at once when they are taken away', async () => {
    const admin = await app.admin();
    expect((await admin.call('GET', '/api/training-jobs')).status).toBe(200);
    const { body } = await admin.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
    await app.prisma.user.update({ where: { id: body.user.id }, data: { role: 'writer' } });
    expect((await admin.call('GET', '/api/training-jobs')).status).toBe(403);
  });

  it('leave to everybody what is for everybody', async () => {
    for (const client of Object.values(people)) {
      expect((await client.call('GET', '/api/models')).status).toBe(200);
    }
  });

  it('include one another in one direction', () => {
    const open = ROLES.map((role) => ROLES.filter((needed) => includesRole(role, needed)));
    expect(open).toEqual([['writer'], ['writer', 'reviewer'], ['writer', 'reviewer', 'admin']]);
  });

  it('that nobody knows are worth the least', () => {
    expect(['owner', '', null, undefined].map(roleOf)).toEqual(Array(4).fill('writer'));
  });
});
