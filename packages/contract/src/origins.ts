import { text } from './fields.js';

/** Browsers and Node have it; this package asks for the types of neither. */
declare const URL: new (address: string) => { readonly origin: string };

/** Longer than a host name with its port may be. */
const LONGEST_ORIGIN = 300;

/** Scheme, host and port, and a slash where it was copied from the address bar. No wildcards, since `URL` takes them. */
const SHAPE = /^https?:\/\/[^\s/?#@\\*%]+\/?$/i;

/**
 * Where pages come from, as a browser writes it into `Origin`: lower case, punycode, without the port that is usual.
 * `undefined` for anything else, such as an address with a path.
 */
export function originOf(given: string): string | undefined {
  if (!SHAPE.test(given)) return undefined;
  try {
    // Not `URL.canParse`: in Node 20, once it is called often, it takes "https://schüle.example" for no address.
    return new URL(given).origin;
  } catch {
    return undefined;
  }
}

/** An origin that somebody names; what comes out is as browsers write it. */
export const originSchema = text()
  .max(LONGEST_ORIGIN, `must have at most ${LONGEST_ORIGIN} characters`)
  .refine(
    (given) => originOf(given) !== undefined,
    'must be an origin such as https://school.example or http://localhost:5173: no path, no wildcard',
  )
  .overwrite((given) => originOf(given) ?? given)
  .meta({ format: 'uri' });
