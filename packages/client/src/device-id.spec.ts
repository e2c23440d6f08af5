import { describe, expect, it } from '@jest/globals';
import { newDeviceId } from './device-id.js';

const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

describe('newDeviceId', () => {
  it('should be a UUID of version 7 that tells when it was made', () => {
    for (const nowMs of [0, 1, Date.UTC(2026, 10, 28, 12, 30, 15, 123), 2 ** 48 - 1]) {
      const id = newDeviceId(nowMs);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOf(id)).toBe(nowMs);
    }
  });

  it('should be another one each time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newDeviceId(1))).size).toBe(1000);
  });
});
