import type { RowText } from '../line/row-text.js';
import type { CharacterCandidate } from '../line/read-row.js';
import { MOST_NEIGHBOURS } from '../memory/decide.js';
import type { JudgedCharacter, LineAnswer } from './answer-read-line.js';

const MOST_CANDIDATES = 5;

/** A sample that had a say in a character of a line. */
export interface ShownNeighbour {
  readonly sampleId: string;
  readonly label: string;
  /** -1..1 */
  readonly similarity: number;
  /** Of who asks. */
  readonly own: boolean;
  /** One byte a pixel, 255 is ink. */
  readonly glyph: Uint8Array;
}

/** A character of an answer as people are shown it. */
export interface ShownCharacter {
  readonly label: string;
  readonly probability: number;
  readonly certain: boolean;
  /** Best first. */
  readonly candidates: CharacterCandidate[];
  /** `[x, y, width, height]` in the units of what was sent. */
  readonly box: [number, number, number, number];
  readonly row: number;
  readonly decidedBy: 'model' | 'memory';
  /** The nearest first: as many as for one drawing, or a line would bring hundreds with their pictures. */
  readonly neighbours: ShownNeighbour[];
}

/** An answer as people are shown it. */
export interface ShownLine {
  readonly text: string;
  readonly probability: number;
  readonly certain: boolean;
  readonly alternatives: RowText[];
  readonly characters: ShownCharacter[];
}

/** An answer as people are shown it: no more digits than tell them something, and no more candidates than they look at. */
export const shownLine = ({
  text,
  probability,
  certain,
  alternatives,
  characters,
}: LineAnswer): ShownLine => ({
  ...{ text, certain },
  probability: roundedShare(probability),
  alternatives: alternatives.map(rounded),
  characters: characters.map(shownCharacter),
});

function shownCharacter({
  label,
  probability,
  certain,
  candidates,
  box,
  row,
  decidedBy,
  neighbours,
}: JudgedCharacter): ShownCharacter {
  return {
    ...{ label, certain, row, decidedBy },
    probability: roundedShare(probability),
    candidates: candidates.slice(0, MOST_CANDIDATES).map(rounded),
    box: box.map((value) => Math.round(value * 10) / 10) as ShownCharacter['box'],
    neighbours: neighbours
      .slice(0, MOST_NEIGHBOURS)
      .map(({ sample, similarity, own, label: known }) => ({
        ...{ sampleId: sample.id, label: known, own, glyph: sample.glyph },
        similarity: Math.min(1, Math.max(-1, similarity)),
      })),
  };
}

const rounded = <T extends { readonly probability: number }>(one: T): T => ({
  ...one,
  probability: roundedShare(one.probability),
});

const roundedShare = (share: number): number =>
  Math.min(1, Math.max(0, Math.round(share * 1e4) / 1e4));
