const format = new Intl.NumberFormat('en');

/** A number as texts for people have it, such as 1,234: English everywhere, whatever the server's language. */
export const numberWords = (value: number): string => format.format(value);
