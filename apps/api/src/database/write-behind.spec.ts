import { describe, expect, it } from '@jest/globals';
import { Changes } from './changes.js';
import { DatabaseState } from './database-state.js';
import { WriteBehind, type Unwritten } from './write-behind.js';

const ROW: Unwritten = { id: 'row', writerId: 'writer', replaces: undefined };
const FULL = Object.assign(new Error('No space left on device'), { code: '53100' });

/** A table with a write under way, which ends as the test says. */
function writing() {
  const written = new Set<string>();
  const database = new DatabaseState({ isAway: false } as never);
  let end!: (isWritten: boolean) => void;
  const ended = new Promise<boolean>((resolve) => (end = resolve));
  const queue = new WriteBehind<Unwritten>(database, new Changes(), {
    sizeOf: () => 1,
    write: async (batch) => {
      const isWritten = await ended;
      for (const { id } of isWritten ? batch : []) written.add(id);
      return isWritten;
    },
  });
  queue.add(ROW);
  const flushed = queue.flush();
  const look = () => Promise.resolve(written.has(ROW.id) ? 'found' : undefined);
  return { queue, database, look, end, flushed };
}

describe('a row that is being written', () => {
  it('should not be unknown, since it may be back', async () => {
    const { queue, database, look, end, flushed } = writing();
    database.noteFailure(FULL);
    const told = expect.objectContaining({ code: 'storage_full' });
    await expect(queue.find('row', 'writer', look)).rejects.toEqual(told);
    expect(await queue.find('row', 'another', look)).toBeUndefined();
    expect(await queue.find('another', 'writer', look)).toBeUndefined();
    end(false);
    await flushed;
    await expect(queue.find('row', 'writer', look)).rejects.toEqual(told);
    await queue.stop();
  });

  it('should be found where it was written just after a look', async () => {
    const { queue, look, end, flushed } = writing();
    const lookAndWrite = async () => {
      const found = await look();
      end(true);
      await flushed;
      return found;
    };
    expect(await queue.find('row', 'writer', lookAndWrite)).toBe('found');
    await queue.stop();
  });

  it('should be unknown where it was given up just after a look', async () => {
    const { queue, end, flushed } = writing();
    const lookAndGiveUp = async () => {
      end(true);
      await flushed;
      return undefined;
    };
    expect(await queue.find('row', 'writer', lookAndGiveUp)).toBeUndefined();
    await queue.stop();
  });
});
