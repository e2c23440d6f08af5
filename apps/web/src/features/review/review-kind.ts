import type { ReviewPerson } from '@inkling/contract';
import type { ReviewStatus } from './review-address';

/** A correction that reviewers decide on, of a character or of a line. */
export interface Reviewable {
  readonly id: string;
  readonly status: ReviewStatus;
  /** Counts its changes. */
  readonly revision: number;
  readonly writer: ReviewPerson | null;
  readonly createdAt: string;
}

/** What a correction says: a label, or of a line a text. */
export interface Words {
  readonly written: string;
  /** The reviewer's, where it differs. */
  readonly reviewed: string | null;
}

/** How corrections of one kind say what they say. */
export interface ReviewKind<Item extends Reviewable> {
  readonly wordsOf: (item: Item) => Words;
  readonly withWords: (item: Item, words: Words) => Item;
  /** A reviewer's word as the server will keep it. */
  readonly kept: (item: Item, word: string) => string;
  /** Why these can't be approved with a word; `null` when they can. */
  readonly refusal: (items: readonly Item[], word: string) => string | null;
  /** The word as a decision names it. */
  readonly named: (word: string) => { readonly label: string } | { readonly text: string };
}

/** What it counts as: the reviewer's word, or else the writer's. */
export function countsAs<Item extends Reviewable>(
  { wordsOf }: Pick<ReviewKind<Item>, 'wordsOf'>,
  item: Item,
): string {
  const { written, reviewed } = wordsOf(item);
  return reviewed ?? written;
}
