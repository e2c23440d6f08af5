/** The element of a character: to go back to it from its candidates. */
export const characterId = (at: number): string => `line-character-${at}`;
