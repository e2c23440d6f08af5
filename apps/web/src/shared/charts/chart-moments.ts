/** A moment at an axis of time: an hour, a day, or the begin of a month or year; each says what it is. */
export function tickWords(x: number): string {
  const moment = new Date(x);
  if (moment.getHours() > 0 || moment.getMinutes() > 0) {
    return moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  }
  if (moment.getDate() > 1) {
    return moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  }
  if (moment.getMonth() > 0) return moment.toLocaleDateString('en-GB', { month: 'short' });
  return String(moment.getFullYear());
}

/** "3 May 2026", by the reader's clock. */
export const dayWords = (x: number): string =>
  new Date(x).toLocaleDateString('en-GB', { dateStyle: 'medium' });
