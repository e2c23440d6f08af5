import { LINES_NETWORK } from '@inkling/recognizer';

/** What a network is trained on, one of it. */
export const sampleWord = (network: string): string =>
  network === LINES_NETWORK ? 'line' : 'sample';

/** What a network is measured on beside that, one of it. */
export const glyphWord = (network: string): string =>
  network === LINES_NETWORK ? 'line' : 'glyph';

/** What `accuracy` of a job's progress tells of a network. */
export const accuracyWords = (
  network: string,
): { readonly title: string; readonly hint: string } =>
  network === LINES_NETWORK
    ? {
        title: 'Character accuracy',
        hint: 'One minus the character error rate of the batches.',
      }
    : { title: 'Accuracy', hint: 'Share of the batches that is read correctly.' };
