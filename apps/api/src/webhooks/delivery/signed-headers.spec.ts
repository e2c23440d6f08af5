import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newSecret } from './secret.js';
import { signedHeaders } from './signed-headers.js';

describe('signedHeaders', () => {
  it('are those of the example of standardwebhooks.com', () => {
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampS: 1614265330,
      body: '{"test": 2432232314}',
    };
    expect(signedHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('sign with each secret', () => {
    const message = { id: 'a', timestampS: 1, body: '{}' };
    const secrets = [newSecret(), newSecret()];
    const signatures = signedHeaders(message, secrets)['webhook-signature'].split(' ');
    expect(signatures).toHaveLength(2);
    secrets.forEach((secret, at) => {
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      expect(key).toHaveLength(32);
      const own = createHmac('sha256', key).update('a.1.{}').digest();
      expect(timingSafeEqual(own, Buffer.from(signatures[at]!.slice(3), 'base64'))).toBe(true);
    });
  });
});
