import { describe, expect, it, jest } from '@jest/globals';
import { reopening } from './outbox-database';

describe('reopening', () => {
  /** Connections that are numbered; those that are closed refuse as browsers do. */
  function setUp() {
    const closed = new Set<number>();
    let number = 0;
    let cut: () => void = () => undefined;
    const open = jest.fn((onCut: () => void) => {
      cut = onCut;
      return Promise.resolve(++number);
    });
    const using = reopening(open);
    const use = (connection: number): Promise<number> =>
      closed.has(connection)
        ? Promise.reject(new DOMException('The connection is closing.', 'InvalidStateError'))
        : Promise.resolve(connection);
    return { closed, open, using, use, cut: () => cut() };
  }

  it('opens one connection, and another where that is closed', async () => {
    const { closed, open, using, use } = setUp();
    expect([await using(use), await using(use)]).toEqual([1, 1]);
    closed.add(1);
    expect([await using(use), await using(use)]).toEqual([2, 2]);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('opens another one where the browser says that it has cut it', async () => {
    const { using, use, cut } = setUp();
    await using(use);
    cut();
    expect(await using(use)).toBe(2);
  });

  it('passes on what else goes wrong, and tries anew to open what did not open', async () => {
    const { open, using, use } = setUp();
    open.mockRejectedValueOnce(new Error('blocked'));
    await expect(using(use)).rejects.toThrow('blocked');
    expect(await using(use)).toBe(1);
    const full = jest.fn(() => Promise.reject(new DOMException('', 'QuotaExceededError')));
    await expect(using(full)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(full).toHaveBeenCalledTimes(1);
  });
});
