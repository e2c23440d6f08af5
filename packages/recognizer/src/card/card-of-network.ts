import { LINES_NETWORK, type TrainedNetwork } from '../labels.js';
import { modelCardSchema, type ModelCard } from './card.js';
import { linesCardSchema, parseLinesCard, type LinesCard } from './lines-card.js';
import { parseModelCard } from './parse-card.js';

/** What kind of card stands beside the versions of each network. */
export interface CardOfNetwork {
  readonly digits: ModelCard;
  readonly characters: ModelCard;
  readonly lines: LinesCard;
}
export type AnyCard = CardOfNetwork[TrainedNetwork];

/** @throws Error that says what is wrong with the text of a card */
export const parseCard = <N extends TrainedNetwork>(network: N, json: string): CardOfNetwork[N] =>
  (network === LINES_NETWORK ? parseLinesCard(json) : parseModelCard(json)) as CardOfNetwork[N];

/** Checks the shape of a card that was parsed when it came. */
export const knownCard = <N extends TrainedNetwork>(network: N, card: unknown): CardOfNetwork[N] =>
  (network === LINES_NETWORK ? linesCardSchema : modelCardSchema).parse(card) as CardOfNetwork[N];
