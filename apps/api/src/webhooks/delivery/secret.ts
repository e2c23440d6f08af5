import { randomBytes } from 'node:crypto';

/** As standardwebhooks.com has it: what follows is base64 of 24 to 64 random bytes. */
export const SECRET_PREFIX = 'whsec_';

const SECRET_BYTES = 32;

export const newSecret = (): string =>
  `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
