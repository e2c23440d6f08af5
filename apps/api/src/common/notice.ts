/**
 * Shows a text to whoever runs `npm start`.
 *
 * @returns false when this process was started by itself: the log alone has the text then
 */
export function sendNotice(text: string): boolean {
  if (!process.send) return false;
  // With nobody left to read it, there is nothing to do.
  process.send({ type: 'notice', text }, undefined, undefined, () => undefined);
  return true;
}
