/** Deeper than anything that the API takes: an ink has five levels. */
const MOST_LEVELS = 16;

/** A review of 500 corrections has 503. */
export const MOST_KEYS = 1_000;

/** An ink of the most points, each with all that it may have, has a sixth of them. */
const MOST_VALUES = 600_000;

/** That ink takes half of it with all the decimals of its numbers; a picture is a string. */
const MOST_BESIDE_STRINGS = 4 * 1024 * 1024;

/** Longer ones are no names and no notes. */
const LONG_IMAGE = 64 * 1024;

/** Bytes from `start` up to, not including, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface JsonLook {
  /** In words; `undefined` where nothing is. */
  readonly tooMuch?: string;
  /**
   * What stands between the quotes of a picture (`image`, or `data_url` as other demos call it) in the outermost object,
   * if it is long: of several, the last.
   */
  readonly image?: Range;
}

/**
 * What there is in a JSON text (UTF-8), found without making anything of it: parsing nests and allocates, and schemas walk
 * through all of it. Whether it is JSON at all is not judged.
 */
export function lookAtJson(json: Buffer, mostKeys = MOST_KEYS): JsonLook {
  let levels = 0;
  let keys = 0;
  let values = 0;
  let besideStrings = 0;
  let string: Range = { start: 0, end: 0 };
  let isImage = false;
  let image: Range | undefined;
  for (let at = 0; at < json.length; at++) {
    if (++besideStrings > MOST_BESIDE_STRINGS)
      return { tooMuch: 'more than 4 MB beside its strings' };
    switch (json[at]) {
      case QUOTE:
        string = { start: at + 1, end: endOfString(json, at) };
        at = string.end;
        if (isImage && string.end - string.start > LONG_IMAGE) image = string;
        break;
      case OPENING_BRACKET:
      case OPENING_BRACE:
        isImage = false;
        if (++levels > MOST_LEVELS) return { tooMuch: `nested deeper than ${MOST_LEVELS} levels` };
        if (++values > MOST_VALUES) return { tooMuch: `more than ${MOST_VALUES} values` };
        break;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        levels--;
        break;
      case COLON:
        isImage = levels === 1 && isPicture(json.subarray(string.start, string.end));
        if (++keys > mostKeys) return { tooMuch: `more than ${mostKeys} keys` };
        break;
      case COMMA:
        isImage = false;
        if (++values > MOST_VALUES) return { tooMuch: `more than ${MOST_VALUES} values` };
        break;
    }
  }
  return { image };
}

const PICTURES = [Buffer.from('image'), Buffer.from('data_url')];
const isPicture = (key: Buffer): boolean => PICTURES.some((name) => name.equals(key));

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPENING_BRACKET, CLOSING_BRACKET] = [0x5b, 0x5d];
const [OPENING_BRACE, CLOSING_BRACE] = [0x7b, 0x7d];

/** Where the quote is that closes a string, or the end of the text. */
function endOfString(json: Buffer, start: number): number {
  for (let at = start; ;) {
    at = json.indexOf(QUOTE, at + 1);
    if (at === -1) return json.length;
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
}
