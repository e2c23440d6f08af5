import { describe, expect, it } from '@jest/globals';
import { useItemAction } from './useItemAction';

describe('useItemAction', () => {
  it('does one thing to an item at a time, however often its button is pressed', async () => {
    const { acting, act } = useItemAction();
    const done: string[] = [];
    const answers: (() => void)[] = [];
    const press = (id: string) =>
      act(id, async () => {
        done.push(id);
        await new Promise<void>((resolve) => answers.push(resolve));
      });
    const [first, other] = [press('key'), press('other')];
    expect(await press('key')).toBe(false);
    expect([...acting]).toEqual(['key', 'other']);
    answers.forEach((answer) => answer());
    expect(await Promise.all([first, other])).toEqual([true, true]);
    expect([done, acting.size]).toEqual([['key', 'other'], 0]);
  });

  it('says what went wrong, until it is tried again', async () => {
    const { acting, failure, act } = useItemAction();
    expect(await act('key', () => Promise.reject(new Error('Refused.')))).toBe(false);
    expect([failure.value, acting.size]).toEqual(['Refused.', 0]);
    expect(await act('key', () => Promise.resolve())).toBe(true);
    expect(failure.value).toBe('');
  });
});
