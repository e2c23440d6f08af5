/** Shows a text to whoever runs `npm start`; without it the log alone has the text. */
export function sendNotice(text: string): void {
  process.send?.({ type: 'notice', text });
}
