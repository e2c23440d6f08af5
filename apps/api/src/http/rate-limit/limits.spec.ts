import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@inkling/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { SharedLimits } from './shared-limits.service.js';

const EMAIL = 'root@example.org';
const PASSWORD = 'long enough';

let app: TestApp;
/** Two processes on one database. */
let replicas: NestFastifyApplication[];

beforeAll(async () => {
  app = await TestApp.start({
    ADMIN_EMAIL: EMAIL,
    ADMIN_PASSWORD: PASSWORD,
    RATE_LIMIT: '40',
    ADDRESS_RATE_LIMIT: '60',
    // The test names its address.
    TRUST_PROXY: 'loopback',
  });
  replicas = [app.nest, await app.startProcess()];
});

afterAll(async () => {
  await replicas[1]!.close();
  await app.end();
});

const from = (address: string, replica: number) => ({
  client: app.visitor().at(replicas[replica]!),
  headers: { 'x-forwarded-for': address },
});

async function trySignIn(address: string, replica: number, email: string, password = 'wrong one') {
  const { client, headers } = from(address, replica);
  return client.send<Problem>('POST', '/api/auth/sign-in/email', {
    payload: { email, password },
    headers,
  });
}

/** As if so many had been tried: each try costs what hashing a password costs. */
async function countedBefore(key: string, tries: number): Promise<void> {
  const limits = app.nest.get(SharedLimits, { strict: false });
  for (let count = 0; count < tries; count++) {
    await limits.take(key, { max: 1000, windowS: 15 * 60 });
  }
}

describe('tries to sign in', () => {
  it('are counted by address, two processes together and to the try', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 12; count++) {
      const email = `nobody-${count}@example.org`;
      statuses.push((await trySignIn('10.0.0.1', count % 2, email)).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toEqual(Array(2).fill(429));
    expect((await trySignIn('10.0.0.2', 0, EMAIL, PASSWORD)).status).toBe(200);
  });

  it('are counted at once, however many come at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, count) =>
        trySignIn('10.0.0.3', count % 2, `at-once-${count}@example.org`),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });

  it('are counted by email address and address together, however it is written', async () => {
    await countedBefore('sign-in:victim@example.org 10.1.0.1', 18);
    const spellings = ['Victim@example.org', 'victim@example.org', 'VICTIM@EXAMPLE.ORG'];
    const answers = [];
    for (const [count, email] of spellings.entries()) {
      answers.push(await trySignIn('10.1.0.1', count % 2, email));
    }
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
    const { body, headers } = answers.at(-1)!;
    expect(body).toMatchObject({ code: 'too_many_requests' });
    expect(body.detail).toContain('with this email address');
    expect(Number(headers['retry-after'])).toBeGreaterThan(60);
  });

  it('of others lock nobody out', async () => {
    await countedBefore(`sign-in:${EMAIL} 10.2.0.1`, 20);
    await countedBefore(`sign-in:${EMAIL}`, 40);
    expect((await trySignIn('10.2.0.1', 0, EMAIL, PASSWORD)).status).toBe(429);
    expect((await trySignIn('10.2.0.2', 1, EMAIL, PASSWORD)).status).toBe(200);
  });

  it('of many addresses keep out all but those where the owner is signed in', async () => {
    expect((await trySignIn('10.2.0.3', 0, EMAIL, PASSWORD)).status).toBe(200);
    await countedBefore(`sign-in:${EMAIL}`, 100);
    expect((await trySignIn('10.2.0.4', 1, EMAIL, PASSWORD)).status).toBe(429);
    expect((await trySignIn('10.2.0.3', 1, EMAIL, PASSWORD)).status).toBe(200);
  });

  it('begin anew after one that worked', async () => {
    for (let round = 0; round < 2; round++) {
      await countedBefore(`sign-in:${EMAIL} 10.3.0.1`, 18);
      expect((await trySignIn('10.3.0.1', round, EMAIL)).status).toBe(401);
      expect((await trySignIn('10.3.0.1', round, EMAIL, PASSWORD)).status).toBe(200);
    }
  });

  it('may count several at once, such as bytes', async () => {
    const limits = app.nest.get(SharedLimits, { strict: false });
    const limit = { max: 10, windowS: 60 };
    const taken = [];
    for (const amount of [6, 4, 1]) taken.push(await limits.take('bytes', limit, amount));
    expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  });

  it('may be counted together, as if they came one after the other', async () => {
    const limits = app.nest.get(SharedLimits, { strict: false });
    await limits.take('together', { max: 10, windowS: 60 }, 5);
    const takings = [
      { key: 'together', max: 10, amount: 5 },
      { key: 'another', max: 1, amount: 1 },
      { key: 'together', max: 10, amount: 1 },
      { key: 'another', max: 2, amount: 1 },
    ];
    const taken = await limits.takeAll(takings, 60);
    expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, false, true]);
    expect(taken[2]!.retryAfterS).toBeGreaterThan(50);
  });

  it('keep no email addresses', async () => {
    const rows = await app.prisma.rateCount.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('example.org');
  });
});

describe('tries at the password of one’s own session', () => {
  it('are counted together, whichever call asks for it', async () => {
    const { client, headers } = from('10.6.0.1', 0);
    const payload = { email: EMAIL, password: PASSWORD };
    await client.send('POST', '/api/auth/sign-in/email', { payload, headers });
    const { body } = await client.send<{ user: { id: string } }>('GET', '/api/auth/get-session', {
      headers,
    });
    const key = `password:${body.user.id}`;
    const newPassword = 'another long one';
    const change = (currentPassword: string) =>
      client.send<Problem>('POST', '/api/auth/change-password', {
        payload: { currentPassword, newPassword },
        headers,
      });
    const remove = (password: string) =>
      client.send<Problem>('DELETE', '/api/me', {
        payload: { confirm: 'delete', password },
        headers,
      });
    await countedBefore(key, 9);
    // A success begins anew.
    expect((await change(PASSWORD)).status).toBe(200);
    await countedBefore(key, 8);
    expect((await change('wrong one')).body.code).toBe('wrong_password');
    expect((await remove('wrong one')).body.code).toBe('wrong_password');
    // Also the right one: it would tell that it is.
    for (const refused of [await change(newPassword), await remove(newPassword)]) {
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
  });
});

describe('requests', () => {
  const untilRefused = async (client: Client, headers: Record<string, string>) => {
    for (let count = 0; count < 60; count++) {
      const answer = await client.send<Problem>('GET', '/api/models', { headers });
      if (answer.status === 429) return { count, answer };
    }
    return undefined;
  };

  it('are counted by writer, so that people behind one address do not wait for one another', async () => {
    const address = { 'x-forwarded-for': '10.4.0.1' };
    const [one, other] = [await app.guest(), await app.guest()];
    const refused = await untilRefused(one, address);
    expect(refused!.answer.body).toMatchObject({ code: 'too_many_requests' });
    expect(Number(refused!.answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await other.send('GET', '/api/models', { headers: address })).status).toBe(200);
    // Another address is no way out.
    const elsewhere = { 'x-forwarded-for': '10.4.0.2' };
    expect((await one.send('GET', '/api/models', { headers: elsewhere })).status).toBe(429);
  });

  it('of all who are behind one address are counted together, however many guests they make', async () => {
    const address = { 'x-forwarded-for': '10.4.1.1' };
    const guests = [await app.guest(), await app.guest()];
    const ask = (client: Client, headers = address) =>
      client.send<Problem>('GET', '/api/models', { headers });
    for (let count = 0; count < 30; count++) {
      for (const guest of guests) expect((await ask(guest)).status).toBe(200);
    }
    for (const client of [...guests, await app.guest(), app.visitor()]) {
      const refused = await ask(client);
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await ask(guests[0]!, { 'x-forwarded-for': '10.4.1.2' })).status).toBe(200);
    const health = { headers: address };
    expect((await guests[0]!.send('GET', '/api/health/live', health)).status).toBe(200);
  });

  it('are counted by address without a session, with wrong keys too', async () => {
    const { client, headers } = from('10.5.0.1', 0);
    const withKey = { ...headers, authorization: 'Bearer ink_guessed' };
    expect((await client.send('GET', '/api/models', { headers: withKey })).status).toBe(401);
    expect((await untilRefused(client, headers))!.count).toBe(39);
    expect((await client.send('GET', '/api/models', { headers: withKey })).status).toBe(429);
  });

  it('of one writer at two processes add up', async () => {
    const guest = await app.guest();
    const clients = replicas.map((replica) => guest.at(replica));
    let admitted = 0;
    for (let count = 0; count < 200; count++) {
      const { status } = await clients[count % 2]!.call('GET', '/api/models');
      if (status === 200) admitted++;
    }
    // Forty, and what the two let in before they heard of one another: not forty each.
    expect(admitted).toBeGreaterThanOrEqual(40);
    expect(admitted).toBeLessThan(80);
  });
});
