/** What becomes of what was drawn while nothing can be sent: of what lies on the sheet, and of what waits. */
export function waitingWords(onSheet: 0 | 1, waiting: number): string {
  const count = Math.max(onSheet, waiting);
  if (count === 0) return 'You can keep drawing.';
  if (count === 1) return 'Your drawing is kept and will be sent.';
  return `${count.toLocaleString('en')} drawings are kept and will be sent.`;
}
