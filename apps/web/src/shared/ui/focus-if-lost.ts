import { nextTick } from 'vue';

/**
 * Where what had the focus has left the page, something near takes it: the next Tab would begin at the top of the page
 * otherwise, and a screen reader would lose its place.
 */
export async function focusIfLost(find: () => Element | null | undefined): Promise<void> {
  await nextTick();
  const has = document.activeElement;
  if (has !== null && has !== document.body) return;
  const near = find();
  if (near instanceof HTMLElement) near.focus();
}
