import { describe, expect, it } from '@jest/globals';
import type { LineAnswer } from './answer-read-line.js';
import { shownLine } from './shown-line.js';

const neighbour = (at: number): LineAnswer['characters'][number]['neighbours'][number] => ({
  sample: { id: `sample ${at}`, glyph: new Uint8Array(4) } as never,
  ...{ classIndex: 7, label: '7', own: true, similarity: 1.000001 - at / 100 },
});

const answer: LineAnswer = {
  ...{ text: '7', probability: 0.123456, certain: false, alternatives: [] },
  characters: [
    {
      ...{ label: '7', probability: 0.98765432, certain: true, row: 0, decidedBy: 'memory' },
      candidates: [...'7123456'].map((label) => ({ label, probability: 0.1 })),
      box: [0.04, 1.06, 10, 20],
      neighbours: Array.from({ length: 16 }, (_, at) => neighbour(at)),
      segment: { left: 0, right: 10, standsAlone: true },
    },
  ],
};

describe('shownLine', () => {
  it('rounds what nobody could tell apart', () => {
    const { probability, characters } = shownLine(answer);
    expect(probability).toBe(0.1235);
    expect(characters[0]).toMatchObject({ probability: 0.9877, box: [0, 1.1, 10, 20] });
  });

  it('has the first candidates and the nearest samples, as for one drawing', () => {
    const [character] = shownLine(answer).characters;
    expect(character!.candidates.map(({ label }) => label)).toEqual([...'71234']);
    expect(character!.neighbours.map(({ sampleId }) => sampleId)).toEqual(
      [0, 1, 2, 3, 4].map((at) => `sample ${at}`),
    );
    expect(character!.neighbours[0]!.similarity).toBe(1);
  });
});
