import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope } from 'vue';
import { useDialogForm } from './useDialogForm';

describe('useDialogForm', () => {
  const close = jest.fn();
  let dialog: ReturnType<typeof useDialogForm>;

  beforeEach(() => {
    // `useForm` looks for its form, which is a component's.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    close.mockClear();
    dialog = effectScope().run(() => useDialogForm(close))!;
  });

  it('stays until the answer is there, good or bad', async () => {
    for (const isGood of [true, false]) {
      let answer = (): void => undefined;
      const sent = dialog.submit(
        () =>
          new Promise<void>((resolve, reject) => {
            answer = isGood ? resolve : () => reject(new Error('Refused.'));
          }),
      );
      dialog.leave();
      expect(close).not.toHaveBeenCalled();
      answer();
      expect(await sent).toBe(isGood);
    }
    expect(dialog.failure.value).not.toBe('');
    dialog.leave();
    expect(close).toHaveBeenCalledTimes(1);
  });
});
