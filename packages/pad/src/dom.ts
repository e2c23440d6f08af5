/** Makes an element without HTML text, so that no policy of a page stands against it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const box = (name: string, children: readonly Node[]): HTMLDivElement =>
  make('div', { class: name }, children);

/** @param name by which a page styles it: `::part(button)`, or this one alone */
export const button = (name: string): HTMLButtonElement =>
  make('button', { type: 'button', part: `button ${name}` });

/** Sets the text of an element; a paragraph without any is hidden. */
export function put(element: HTMLElement, text: string): void {
  // Unchanged text stays: a screen reader would say it once more.
  if (element.textContent !== text) element.textContent = text;
  if (element instanceof HTMLParagraphElement) element.hidden = text === '';
}
