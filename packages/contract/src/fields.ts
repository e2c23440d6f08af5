import { symbolOf } from '@inkling/recognizer';
import { z } from 'zod';

/*
 * What a client may write into a field. Every request schema is made of these, so that no value reaches
 * the database that it can't keep or compare: it would fail there, as an error of the server's.
 */

/** Largest value of a PostgreSQL `integer`. */
export const LARGEST_INTEGER = 2_147_483_647;

/** Years that days and moments may be of: JavaScript, ISO 8601 and PostgreSQL agree on them in any time zone. */
export const YEARS = { first: 1900, last: 2999 } as const;

/** PostgreSQL keeps no NUL in text, and no half of a surrogate pair in JSON. */
export const isStorableText = (text: string): boolean =>
  !text.includes('\0') && !/\p{Surrogate}/u.test(text);

export const UNSTORABLE_TEXT = 'must not contain NUL or unpaired surrogates';

/** Text of a person or program. Limit its length with `.max()`. */
export const text = () => z.string().refine(isStorableText, UNSTORABLE_TEXT);

/** A whole number in a body. */
export const whole = (low: number, high: number = LARGEST_INTEGER) => {
  const words = `must be a whole number from ${low} to ${high}`;
  return z.int(words).min(low, words).max(high, words);
};

/** A number in a body, whole or not. */
export const number = (low: number, high: number) => {
  const words = `must be a number from ${low} to ${high}`;
  return z.number(words).min(low, words).max(high, words);
};

/** A whole number in an address, where everything is text. */
export const wholeInQuery = (low: number, high: number = LARGEST_INTEGER) =>
  z.coerce.number().int().min(low).max(high);

const isInYears = (year: number): boolean => !(year < YEARS.first || year > YEARS.last);

const OUT_OF_YEARS = `must be in the years ${YEARS.first} to ${YEARS.last}`;

/** A day, such as `2026-05-03`. */
export const day = () =>
  z.iso.date().refine((value) => isInYears(Number(value.slice(0, 4))), OUT_OF_YEARS);

/** A moment of any time zone, such as `2026-05-03T14:05:00+02:00`. */
export const moment = () =>
  z.iso
    .datetime({ offset: true })
    .refine((value) => isInYears(new Date(value).getUTCFullYear()), OUT_OF_YEARS);

/** A UUID, however it was written. */
export const idSchema = z.uuid().toLowerCase();

const HOUR_MS = 60 * 60 * 1000;

/** How far the time in an id may be ahead of ours: clocks differ. */
const AHEAD_MS = 24 * HOUR_MS;
/** How old a device's id may be: what was said offline is kept for 30 days. */
const OLD_MS = 90 * 24 * HOUR_MS;

/** When a UUIDv7 (RFC 9562) was made, in milliseconds since 1970: its first 48 bits. */
export const timeOfId = (id: string): number =>
  Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** Whether a UUIDv7 is from the future, further than clocks differ: lists are in the order of ids, it would stay on top. */
export const isFutureId = (id: string): boolean => timeOfId(id) - Date.now() > AHEAD_MS;

const isTimely = (id: string): boolean => !isFutureId(id) && Date.now() - timeOfId(id) <= OLD_MS;

/** An id that the device made, so that what is sent twice counts once. */
export const deviceIdSchema = z
  .uuidv7({ error: 'must be a UUID of version 7', abort: true })
  .toLowerCase()
  .refine(isTimely, 'must be of the last 90 days: check the clock of the device');

/** What a glyph stands for, or may stand for: a class of a network, or any symbol, see `symbolOf`. */
export const labelSchema = text().refine(
  (label) => symbolOf(label) !== undefined,
  'must have 1 to 8 characters, none of them blank or invisible',
);
