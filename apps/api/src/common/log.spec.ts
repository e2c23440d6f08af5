import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NewApiKey } from '@inkling/contract';
import sharp from 'sharp';
import { inkOf } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';
import { createLogger, NestLogger } from './logger.js';

const lines: string[] = [];
const EMAIL = 'root@example.org';
const PASSWORD = 'a password like no other';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start(
    { LOG_LEVEL: 'trace', ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, TRUST_PROXY: 'loopback' },
    { log: { write: (line) => void lines.push(line) } },
  );
});

afterAll(async () => {
  await app.end();
});

const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log', () => {
  it('has the id of the request in every line that belongs to one', async () => {
    const before = lines.length;
    const { headers } = await app.visitor().predict({ task: 'digits', ink: inkOf('7') });
    const admin = app.visitor();
    const signIn = await admin.call('POST', '/api/auth/sign-in/email', {
      email: EMAIL,
      password: PASSWORD,
    });
    const change = await admin.call('PATCH', '/api/settings/people', { review: 'auto' });
    const ids = parsed()
      .slice(before)
      .map(({ requestId }) => requestId);
    for (const answer of [{ headers }, signIn, change]) {
      expect(ids).toContain(answer.headers['x-request-id']);
    }
    // A service that knows of no request wrote this line.
    const words = parsed().find(({ msg }) =>
      String(msg).startsWith("people's settings were changed"),
    );
    expect(words!['requestId']).toBe(change.headers['x-request-id']);
    // At the start there is none.
    expect(parsed()[0]).not.toHaveProperty('requestId');
    for (const line of lines) expect(line.split('"requestId"').length).toBeLessThanOrEqual(2);
  });

  it('keeps requests apart that run at the same moment', async () => {
    const admin = await app.admin();
    const answers = await Promise.all(
      ['people', 'auto', 'people', 'auto'].map((review) =>
        admin.call('PATCH', '/api/settings/people', { review }),
      ),
    );
    const named = parsed()
      .filter(({ msg }) => String(msg).startsWith("people's settings were changed"))
      .map(({ requestId }) => requestId);
    for (const { headers } of answers) {
      expect(named.filter((id) => id === headers['x-request-id'])).toHaveLength(1);
    }
  });

  it('never has ink, pictures, passwords, keys or cookies, whether a call goes well or not', async () => {
    const secrets: string[] = [PASSWORD];
    const user = await app.user('writer');
    const { key } = (await user.call<NewApiKey>('POST', '/api/keys', { name: 'k' })).body;
    secrets.push(key, user.cookieHeader.split('=')[1]!.slice(0, 30));

    const x = 123.456789;
    const ink = { strokes: [[[x, 98.7654321], ...inkOf('7').strokes[0]!.slice(1)]] };
    const read = await user.predict({ task: 'digits', ink });
    expect(read.status).toBe(201);
    await user.correct(read.body.id, '7');
    await user.correct(read.body.id, '%');
    await user.predict({ task: 'digits', ink: { strokes: [[[x, 'broken']]] } });
    secrets.push(
      '123.456',
      '98.7654',
      JSON.stringify(inkOf('7').strokes[0]!.slice(2, 4)).slice(1, -1),
    );

    const picture = await sharp(barOnPaper(), { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toBuffer();
    const base64 = picture.toString('base64');
    expect((await user.predict({ task: 'digits', image: base64 })).status).toBe(201);
    await user.predict({ task: 'digits', image: base64.slice(0, 200) });
    await user.upload(picture, { task: 'digits' });
    secrets.push(base64.slice(40, 80));

    const wrong = 'this one is wrong, and secret';
    const visitor = app.visitor();
    await visitor.call('POST', '/api/auth/sign-in/email', { email: EMAIL, password: wrong });
    await visitor.send('POST', '/api/auth/sign-in/email', { payload: `{"password":"${wrong}"` });
    await visitor.call('POST', '/api/auth/sign-in/email', { email: EMAIL, password: PASSWORD });
    await visitor.call('GET', `/api/predictions?secret=${encodeURIComponent(wrong)}`);
    const headers = { authorization: `Bearer ${key}`, 'x-api-key': key };
    await visitor.send('GET', '/api/predictions', { headers });
    await visitor.send('GET', '/api/predictions', {
      headers: { authorization: `Bearer ${key.replace('ink_', 'ink_x')}` },
    });
    secrets.push(wrong, encodeURIComponent(wrong), key.slice(10));

    // A failure inside, with all that the database had to say about what was written.
    await app.prisma.$executeRaw`ALTER TABLE prediction RENAME COLUMN ink TO away`;
    // Answered before it is written; from then on it is the other way round, until one is.
    expect((await user.predict({ task: 'digits', ink })).status).toBe(201);
    expect((await user.predict({ task: 'digits', ink })).status).toBe(500);
    await app.prisma.$executeRaw`ALTER TABLE prediction RENAME COLUMN away TO ink`;

    const text = lines.join('\n');
    expect(text).toContain('a request failed');
    expect(text).toContain('a prediction could not be written');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5);
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    }
  });

  it('is not filled by what goes wrong again and again without a request', () => {
    const written: string[] = [];
    const write = (line: string) => void written.push((JSON.parse(line) as { msg: string }).msg);
    const logger = new NestLogger(createLogger('info', { write }));
    for (let count = 0; count < 9; count++) {
      logger.warn('imports wait: the disk is full', 'ImportRunner');
      logger.log('somebody came', 'Door');
    }
    logger.error('another trouble', 'ImportRunner');
    expect(written.filter((words) => words === 'somebody came')).toHaveLength(9);
    expect(written.filter((words) => words !== 'somebody came')).toEqual([
      ...Array<string>(5).fill('imports wait: the disk is full'),
      'further lines of the same words are left out for a minute',
      'another trouble',
    ]);
  });

  it('is not filled by one address, however often its requests fail', async () => {
    const guest = await app.guest();
    const before = lines.length;
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    await app.prisma.$executeRaw`ALTER TABLE prediction RENAME TO away`;
    for (let count = 0; count < 70; count++) {
      expect((await guest.send('GET', '/api/predictions', { headers })).status).toBe(500);
    }
    await app.prisma.$executeRaw`ALTER TABLE away RENAME TO prediction`;
    const warnings = parsed()
      .slice(before)
      // What the server does by itself meanwhile misses the table, too, and is no address's.
      .filter(({ level, requestId }) => Number(level) >= 30 && requestId !== undefined)
      .map(({ msg }) => String(msg));
    expect(warnings.slice(0, -1)).toEqual(Array(60).fill('a request failed'));
    expect(warnings.at(-1)).toContain('further lines of requests from this address');
  });
});

describe('a failure inside of a sign-in', () => {
  it('says nothing of the database, neither in the log nor beside it', async () => {
    const beside: unknown[][] = [];
    const spies = (['error', 'warn', 'log'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation((...said: unknown[]) => void beside.push(said)),
    );
    const before = lines.length;
    const person = { name: 'A secret name', email: 'secret@example.org', password: PASSWORD };
    await app.prisma
      .$executeRaw`UPDATE setting SET value = value || '{"signUp": "open"}' WHERE key = 'people'`;
    await app.prisma.$executeRaw`ALTER TABLE session RENAME TO away`;
    try {
      const guest = await app.visitor().problem('POST', '/api/auth/sign-in/anonymous', {});
      const signIn = await app
        .visitor()
        .problem('POST', '/api/auth/sign-in/email', { email: EMAIL, password: PASSWORD });
      const signUp = await app.visitor().problem('POST', '/api/auth/sign-up/email', person);
      for (const { status, body } of [guest, signIn, signUp]) {
        expect(status).toBe(500);
        expect(body.code).toBe('internal_error');
        expect(JSON.stringify(body)).not.toMatch(/prisma|session/i);
      }
    } finally {
      await app.prisma.$executeRaw`ALTER TABLE away RENAME TO session`;
      for (const spy of spies) spy.mockRestore();
    }
    expect(beside).toEqual([]);
    const said = lines.slice(before).join('\n');
    expect(said).toContain('a request failed');
    expect(said).not.toMatch(/invocation|does not exist|secret/i);
  });
});

/** A one, with grain that makes its file like no other. */
function barOnPaper(): Buffer {
  const pixels = Buffer.alloc(64 * 64);
  for (let at = 0; at < pixels.length; at++) {
    const isInk = at % 64 > 28 && at % 64 < 36 && at > 64 * 8 && at < 64 * 56;
    pixels[at] = isInk ? 10 : 240 + ((at * 7) % 13);
  }
  return pixels;
}
