/**
 * The whole number that an option names.
 *
 * @throws Error that says what was expected: a training of NaN epochs would write what never learnt anything
 */
export function wholeOption(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name}: expected a whole number from ${least} on, not "${text}".`);
}

/** The share, 0..1, that an option names. @throws Error that says what was expected */
export function shareOption(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new Error(`--${name}: expected a number from 0 to 1, not "${text}".`);
}
