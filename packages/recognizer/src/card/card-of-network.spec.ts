import { describe, expect, it } from '@jest/globals';
import { knownCard, parseCard } from './card-of-network.js';
import type { LinesCard } from './lines-card.js';

const lines: LinesCard = {
  cardVersion: 1,
  network: 'lines',
  kind: 'sequence',
  name: 'lines',
  description: 'of a test',
  createdAt: '2026-01-01T00:00:00Z',
  characters: ['a', 'b'],
  input: { shape: [1, 32, null], range: [0, 1], normalisation: 1 },
  parameters: 1,
  file: { sha256: '0'.repeat(64), bytes: 1 },
  training: {
    ...{ data: [], seed: 1, epochs: 1, batchSize: 1, learningRate: 1, seconds: 1 },
    ...{ augmentation: '', commit: '', command: '' },
  },
  temperature: 1,
  certainty: { digits: 0.5, text: 0.5, character: 0.5 },
  memoryWeight: 0.25,
  evaluations: [],
  limits: [],
};

describe('parseCard', () => {
  it('reads the card of the kind that the network has, and knows it again', () => {
    const card = parseCard('lines', JSON.stringify(lines));
    expect(card).toEqual(lines);
    expect(knownCard('lines', lines)).toEqual(lines);
  });

  it('refuses the card of another kind', () => {
    const json = JSON.stringify(lines);
    expect(() => parseCard('digits', json)).toThrow('The model card is not valid. ');
    expect(() => knownCard('characters', lines)).toThrow('network');
    expect(() => parseCard('lines', JSON.stringify({ ...lines, network: 'digits' }))).toThrow(
      /The card of the network for lines is not valid\. network: /,
    );
    expect(() => parseCard('lines', '{')).toThrow('is not JSON');
  });
});
