const FIELD =
  'input:not([type="hidden"], [hidden], [disabled], [readonly]), textarea:not([disabled], [readonly]), select:not([disabled])';

/**
 * Gives the focus of a dialog that opens to its first field, or where it has none to the dialog itself: never
 * to the cross in its corner, which a space in what somebody types would press, nor to an answer.
 */
export function focusFirst(event: Event): void {
  const dialog = event.target;
  if (!(dialog instanceof HTMLElement)) return;
  event.preventDefault();
  const fields = [...dialog.querySelectorAll<HTMLElement>(FIELD)];
  const first = fields.find((field) => field.getClientRects().length > 0);
  (first ?? dialog).focus();
}
