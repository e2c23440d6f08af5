import { describe, expect, it } from '@jest/globals';
import { BodiesInFlight } from './bodies-in-flight.js';

describe('BodiesInFlight', () => {
  it('lets in what there is room for, of all and of one address', () => {
    const bodies = new BodiesInFlight({ all: 10, address: 6 });
    expect(bodies.take('192.0.2.1', 6)).toBeDefined();
    expect(bodies.take('192.0.2.1', 1)).toBeUndefined();
    expect(bodies.take('192.0.2.2', 5)).toBeUndefined();
    expect(bodies.take('192.0.2.2', 4)).toBeDefined();
    expect(bodies.take('192.0.2.3', 1)).toBeUndefined();
  });

  it('has room again after one is done, counted once', () => {
    const bodies = new BodiesInFlight({ all: 10, address: 10 });
    const [first, second] = [bodies.take('192.0.2.1', 5), bodies.take('192.0.2.2', 5)];
    first!();
    first!();
    expect(bodies.take('192.0.2.3', 6)).toBeUndefined();
    expect(bodies.take('192.0.2.3', 5)).toBeDefined();
    second!();
    expect(bodies.take('192.0.2.2', 5)).toBeDefined();
  });
});
