/** Everything that the pad says. */
export interface Words {
  readonly sheet: string;
  readonly draw: string;
  readonly reading: string;
  readonly undo: string;
  readonly clear: string;
  readonly sure: string;
  readonly unsure: string;
  readonly unlike: string;
  readonly several: string;
  readonly confirm: (label: string) => string;
  readonly correctTo: (label: string) => string;
  readonly candidates: string;
  readonly other: string;
  readonly set: string;
  readonly labelled: (label: string) => string;
  readonly kept: (label: string) => string;
  readonly unsay: string;
  readonly away: string;
  readonly busy: string;
  readonly newer: string;
  readonly retry: string;
  readonly notThisPage: (origin: string) => string;
  readonly noServer: string;
  readonly required: string;
}

const ENGLISH: Words = {
  sheet: 'Drawing area',
  draw: 'Draw one character.',
  reading: 'Reading…',
  undo: 'Undo',
  clear: 'Clear',
  sure: 'sure',
  unsure: 'not sure',
  unlike: 'That doesn’t look like a character.',
  several: 'That looks like several characters. Draw one at a time.',
  confirm: (label) => `Confirm ${label}`,
  correctTo: (label) => `Correct to ${label}`,
  candidates: 'Choose the right label',
  other: 'Something else',
  set: 'Set',
  labelled: (label) => `Labelled ${label}.`,
  kept: (label) => `Labelled ${label}. Will be sent when the server is back.`,
  unsay: 'Undo your correction',
  away: 'Can’t reach the server. Your drawing is kept.',
  busy: 'The server is busy. Your drawing is kept.',
  newer: 'A drawing was labelled elsewhere meanwhile. That label was kept.',
  retry: 'Try again',
  notThisPage: (origin) =>
    `The server doesn’t answer this page: the API key is not valid, or does not name ${origin}.`,
  noServer: 'This pad has no valid server address.',
  required: 'Draw a character.',
};

const GERMAN: Words = {
  sheet: 'Zeichenfläche',
  draw: 'Zeichne ein Zeichen.',
  reading: 'Wird gelesen…',
  undo: 'Rückgängig',
  clear: 'Löschen',
  sure: 'sicher',
  unsure: 'unsicher',
  unlike: 'Das sieht nicht wie ein Zeichen aus.',
  several: 'Das sieht nach mehreren Zeichen aus. Zeichne eins nach dem anderen.',
  confirm: (label) => `${label} bestätigen`,
  correctTo: (label) => `In ${label} ändern`,
  candidates: 'Wähle, was es ist',
  other: 'Etwas anderes',
  set: 'Setzen',
  labelled: (label) => `Als ${label} gespeichert.`,
  kept: (label) => `${label} wird gespeichert, sobald der Server wieder da ist.`,
  unsay: 'Korrektur zurücknehmen',
  away: 'Der Server ist nicht erreichbar. Deine Zeichnung bleibt erhalten.',
  busy: 'Der Server ist ausgelastet. Deine Zeichnung bleibt erhalten.',
  newer: 'Eine Zeichnung wurde inzwischen anderswo korrigiert. Das bleibt so.',
  retry: 'Erneut versuchen',
  notThisPage: (origin) =>
    `Der Server antwortet dieser Seite nicht: Der API-Schlüssel gilt nicht oder nennt ${origin} nicht.`,
  noServer: 'Dieses Feld hat keine gültige Server-Adresse.',
  required: 'Zeichne ein Zeichen.',
};

/** @param language a BCP 47 tag; English for one that is not spoken here */
export const wordsIn = (language: string): Words => (/^de\b/i.test(language) ? GERMAN : ENGLISH);
