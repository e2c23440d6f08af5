import { beforeEach, describe, expect, it } from '@jest/globals';
import { focusWhereLost, itemButton } from './lost-focus';

class FakeElement {
  constructor(private readonly dialog: string | null = null) {}

  closest(): string | null {
    return this.dialog;
  }

  focus(): void {
    Object.assign(document, { activeElement: this });
  }
}

describe('focusWhereLost', () => {
  const [body, field, next] = [new FakeElement(), new FakeElement(), new FakeElement()];

  beforeEach(() => {
    Object.assign(globalThis, { document: { body, activeElement: body } });
  });

  it('goes on with what comes next, which is there only once the page is changed', async () => {
    const found: FakeElement[] = [];
    const done = focusWhereLost(() => found[0]);
    found.push(next);
    await done;
    expect(document.activeElement).toBe(next);
  });

  it('waits for a dialog that closes, which hands the focus to what is gone', async () => {
    new FakeElement('dialog').focus();
    const done = focusWhereLost(() => next);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.activeElement).not.toBe(next);
    body.focus();
    await done;
    expect(document.activeElement).toBe(next);
  });

  it('leaves the focus to what has it, and where nothing comes next', async () => {
    field.focus();
    await focusWhereLost(() => next);
    expect(document.activeElement).toBe(field);
    body.focus();
    await focusWhereLost(() => undefined);
    expect(document.activeElement).toBe(body);
  });
});

describe('itemButton', () => {
  const listOf = (...buttons: string[]) =>
    ({ querySelectorAll: () => buttons }) as unknown as Element;

  it('is that of the item that took the place, or of the last one', () => {
    expect(itemButton(listOf('a', 'b', 'c'), 1)).toBe('b');
    expect(itemButton(listOf('a', 'b'), 2)).toBe('b');
    expect(itemButton(listOf(), 0)).toBeUndefined();
    expect(itemButton(null, 0)).toBeUndefined();
  });
});
