import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TRAINED_NETWORKS } from '../labels.js';
import { knownCard, parseCard } from './card-of-network.js';

const textOf = (network: string): string =>
  readFileSync(new URL(`../../../../models/${network}/card.json`, import.meta.url), 'utf8');

describe('parseCard', () => {
  it.each(TRAINED_NETWORKS)('reads the shipped card of %s, and knows it again', (network) => {
    const card = parseCard(network, textOf(network));
    expect(card.network).toBe(network);
    expect(knownCard(network, JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it('refuses the card of another kind of network', () => {
    expect(() => parseCard('lines', textOf('digits'))).toThrow(
      'The card of the network for lines is not valid. ',
    );
    expect(() => parseCard('digits', textOf('lines'))).toThrow('The model card is not valid. ');
    expect(() => parseCard('lines', '{')).toThrow('is not JSON');
  });
});
