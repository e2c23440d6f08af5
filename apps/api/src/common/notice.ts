/** Shows a text to whoever runs `npm start`; without it the log alone has the text. */
export function sendNotice(text: string): void {
  // With nobody left to read it, there is nothing to do.
  process.send?.({ type: 'notice', text }, undefined, undefined, () => undefined);
}
