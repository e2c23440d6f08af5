/** A field of a form whose value is a text, as the browser's own ones are: with its validity, and told by events. */
export abstract class FieldElement extends HTMLElement {
  static readonly formAssociated = true;

  protected readonly internals = this.attachInternals();
  private text = '';

  /** What the browser points to where the field is not valid, and what it says. */
  protected abstract readonly missing: { readonly anchor: HTMLElement; readonly words: string };

  /** Empty without a value. */
  get value(): string {
    return this.text;
  }

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** Takes a value, and tells the page of one that is new. */
  protected take(value: string): void {
    const isNew = value !== this.text;
    this.text = value;
    this.internals.setFormValue(value === '' ? null : value);
    const isMissing = value === '' && this.hasAttribute('required');
    const { anchor, words } = this.missing;
    this.internals.setValidity(
      isMissing ? { valueMissing: true } : {},
      isMissing ? words : '',
      anchor,
    );
    if (!isNew || !this.isConnected) return;
    for (const type of ['input', 'change']) this.dispatchEvent(new Event(type, { bubbles: true }));
  }
}
