import { describe, expect, it } from '@jest/globals';
import { timeOfId } from './fields.js';

describe('timeOfId', () => {
  it('should tell when a UUID of version 7 was made', () => {
    // The example of RFC 9562, appendix A.6.
    expect(timeOfId('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe(1_645_557_742_000);
  });

  it('should read all 48 bits', () => {
    expect(timeOfId('ffffffff-ffff-7000-8000-000000000000')).toBe(2 ** 48 - 1);
  });
});
