/** Deeper than anything that the API takes: an ink has five levels. */
const MOST_LEVELS = 16;

/** A review of 500 corrections has 503. */
const MOST_KEYS = 1_000;

/** An ink of the most points, each with all that it may have, has a sixth of them. */
const MOST_VALUES = 600_000;

/** That ink takes half of it with all the decimals of its numbers; a picture is a string. */
const MOST_BESIDE_STRINGS = 4 * 1024 * 1024;

/**
 * What is too much in a JSON text, found without making anything of it: parsing nests and allocates, and
 * schemas walk through all of it. `undefined` where nothing is; whether it is JSON at all is not judged.
 */
export function tooMuchInJson(text: string): string | undefined {
  let levels = 0;
  let keys = 0;
  let values = 0;
  let besideStrings = 0;
  for (let at = 0; at < text.length; at++) {
    if (++besideStrings > MOST_BESIDE_STRINGS) return 'more than 4 MB beside its strings';
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPENING_BRACKET:
      case OPENING_BRACE:
        if (++levels > MOST_LEVELS) return `nested deeper than ${MOST_LEVELS} levels`;
        if (++values > MOST_VALUES) return `more than ${MOST_VALUES} values`;
        break;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        levels--;
        break;
      case COLON:
        if (++keys > MOST_KEYS) return `more than ${MOST_KEYS} keys`;
        break;
      case COMMA:
        if (++values > MOST_VALUES) return `more than ${MOST_VALUES} values`;
        break;
    }
  }
  return undefined;
}

const [QUOTE, COLON, COMMA] = [0x22, 0x3a, 0x2c];
const [OPENING_BRACKET, CLOSING_BRACKET] = [0x5b, 0x5d];
const [OPENING_BRACE, CLOSING_BRACE] = [0x7b, 0x7d];

/** Where the quote is that closes a string, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start; ;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
}
