import { beforeEach, describe, expect, it } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick, shallowRef } from 'vue';
import { ServerAway, ServerProblem } from '../../shared/api/errors';
import { useLaterStore, type Later } from '../../shared/later-store';
import { useItemDialog } from './useItemDialog';

interface Drawing {
  readonly id: string;
  readonly correction: { readonly id: string } | null;
}

describe('the dialog of an item', () => {
  const seven: Drawing = { id: 'seven', correction: null };
  const four: Drawing = { id: 'four', correction: { id: 'correction' } };
  let kept: Later[];
  let item: ReturnType<typeof shallowRef<Drawing | null>>;
  /** Lets the server fail what it was asked last. */
  let fail: (error: unknown) => void;

  function openDialog() {
    const answer = () => new Promise<void>((_resolve, reject) => (fail = reject));
    return useItemDialog<Drawing>({
      item: () => item.value!,
      history: { correct: answer, takeBack: answer },
      unsent: ({ id }, said) => ({
        ...{ kind: 'drawing', task: 'digits', answerId: id, said },
        previous: null,
      }),
    });
  }

  beforeEach(() => {
    setActivePinia(createPinia());
    kept = [];
    useLaterStore().onKeep((later) => void kept.push(later));
    item = shallowRef<Drawing | null>(seven);
  });

  it('keeps a correction for the server that is away, and says so', async () => {
    const dialog = openDialog();
    const said = dialog.say('1');
    expect(dialog.busy.value).toBe(true);
    fail(new ServerAway());
    expect(await said).toBe(true);
    expect(kept).toMatchObject([{ answerId: 'seven', said: '1' }]);
    expect(dialog.later.value).toMatch(/^1 is kept/);
    expect([dialog.problem.value, dialog.busy.value]).toEqual(['', false]);
  });

  it('keeps it of the drawing that it was made of, when the dialog is closed or shows another', async () => {
    const dialog = openDialog();
    const said = dialog.say('1');
    item.value = null;
    await nextTick();
    fail(new ServerAway());
    await said;
    expect(kept).toMatchObject([{ answerId: 'seven', said: '1' }]);

    item.value = seven;
    await nextTick();
    const again = dialog.say('2');
    item.value = four;
    await nextTick();
    fail(new ServerAway());
    expect(await again).toBe(false);
    expect(kept[1]).toMatchObject({ answerId: 'seven', said: '2' });
    expect(dialog.later.value).toBe('');
  });

  it('shows a refusal beside what was refused alone', async () => {
    item.value = four;
    const dialog = openDialog();
    const taken = dialog.takeBack();
    fail(new ServerProblem('Already reviewed.', 409, 'conflict'));
    expect(await taken).toBe(false);
    expect(dialog.problem.value).toBe('Already reviewed.');

    const again = dialog.takeBack();
    item.value = seven;
    await nextTick();
    fail(new ServerProblem('Already reviewed.', 409, 'conflict'));
    await again;
    expect(dialog.problem.value).toBe('');
    item.value = null;
    await nextTick();
    expect(dialog.shown.value).toEqual(seven);
  });

  it('does one after the other, as the item is by then: an undo that is pressed twice is one', async () => {
    item.value = four;
    const asked: string[] = [];
    const dialog = useItemDialog<Drawing>({
      item: () => item.value!,
      history: {
        correct: async (id, said) => {
          asked.push(`${said} begins`);
          await nextTick();
          item.value = { id, correction: { id: `of ${said}` } };
          asked.push(`${said} ends`);
        },
        takeBack: async (id, correctionId) => {
          asked.push(`without ${correctionId}`);
          await nextTick();
          item.value = { id, correction: null };
        },
      },
      unsent: () => {
        throw new Error('The server is there.');
      },
    });
    const all = [dialog.say('1'), dialog.say('2'), dialog.takeBack(), dialog.takeBack()];
    expect(dialog.busy.value).toBe(true);
    expect(await Promise.all(all)).toEqual([true, true, true, true]);
    expect(asked).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', 'without of 2']);
    expect([dialog.problem.value, dialog.busy.value]).toEqual(['', false]);
  });
});
