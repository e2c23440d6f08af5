/** Where a character stands between the top of a capital (0) and the base line (1). */
export interface Place {
  readonly top: number;
  readonly bottom: number;
}

const PLACES: readonly (readonly [characters: string, top: number, bottom: number])[] = [
  ['acemnorsuvwxz', 0.42, 1],
  ['gpqy', 0.42, 1.4],
  ['j', 0.15, 1.4],
  ['i', 0.15, 1],
  ['t', 0.12, 1],
  ['.', 0.9, 1],
  [',', 0.88, 1.15],
  [';', 0.45, 1.15],
  [':', 0.45, 1],
  ['-~', 0.55, 0.65],
  ['=+', 0.4, 0.8],
  ['\'"`', -0.05, 0.2],
  ['*', 0, 0.45],
  ['^', 0, 0.3],
  ['_', 1.02, 1.1],
  ['Q', 0, 1.1],
  ['$()[]{}|/\\&@#%', -0.05, 1.1],
];

const KNOWN = new Map(
  PLACES.flatMap(([characters, top, bottom]) =>
    [...characters].map((character): [string, Place] => [character, { top, bottom }]),
  ),
);

/** Digits, capitals, letters with an ascender, and what is not known are as high as a capital. */
export const placeOf = (character: string): Place => KNOWN.get(character) ?? { top: 0, bottom: 1 };
