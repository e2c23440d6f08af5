import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { PermissionGuard } from './permission.guard.js';
import { roleOf } from '../../http/access/standing.js';

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

describe('roles', () => {
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

  it('are not lent to them either where browsers only name the origin, whatever the call needs', async () => {
    for (const name of ['guest', 'writer', 'admin'] as const) {
      const from = async (origin: string) => {
        const url = `/api/corrections/${nobody}`;
        return (await people[name]!.send('DELETE', url, { headers: { origin } })).status;
      };
      expect(await from('http://127.0.0.1:8080')).toBe(403);
      expect(await from('https://evil.example')).toBe(403);
      expect(await from('null')).toBe(403);
      expect(await from('http://127.0.0.1:3000')).toBe(404);
    }
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

  it('open nothing where a route forgot to say for whom it is', () => {
    const guard = new PermissionGuard(new Reflector());
    const context = {
      getHandler: () => function forgotten() {},
      getClass: () => class Forgetful {},
      switchToHttp: () => ({ getRequest: () => ({ writer: { standing: 'admin' } }) }),
    } as unknown as ExecutionContext;
    expect(() => guard.canActivate(context)).toThrow('Forgetful.forgotten');
  });

  it('that nobody knows are worth the least', () => {
    expect(['owner', '', null, undefined].map(roleOf)).toEqual(Array(4).fill('writer'));
  });
});
