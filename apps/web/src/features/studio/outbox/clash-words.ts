import { theirsIn, type Unsent } from './unsent';

/** Longer texts are cut where a button has them. */
const MOST_ON_BUTTON = 12;

interface ClashWords {
  readonly sentence: string;
  /** What the buttons say. */
  readonly theirs: string;
  readonly mine: string;
}

/** What is asked where something was said here and, without knowing of it, elsewhere. */
export function clashWords({ kind, said, clash }: Unsent): ClashWords | null {
  if (!clash) return null;
  const theirs = theirsIn(clash);
  return kind === 'line'
    ? {
        sentence: `You corrected this line to “${said}” here and to “${theirs}” elsewhere. Which is correct?`,
        ...{ theirs: `Keep “${cut(theirs)}”`, mine: `Use “${cut(said)}”` },
      }
    : {
        sentence: `You labelled this drawing ${said} here and ${theirs} elsewhere. Which is correct?`,
        ...{ theirs: `Keep ${theirs}`, mine: `Use ${said}` },
      };
}

const cut = (text: string): string =>
  text.length > MOST_ON_BUTTON ? `${text.slice(0, MOST_ON_BUTTON - 1)}…` : text;
