import { describe, expect, it, jest } from '@jest/globals';
import { PEN_PATH_SIZE, type Stroke } from '@inkling/ink';
import type { NetworkSession } from '../session.js';
import { seeGlyph } from './see-glyph.js';

const GLYPH = new Float32Array(784);
const STROKES: readonly Stroke[] = [
  [
    [0, 0],
    [0, 100],
  ],
];

function sessionThatSays(...logits: number[]) {
  const run = jest.fn<NetworkSession['run']>(() =>
    Promise.resolve({ logits: Float32Array.from(logits), embeddings: new Float32Array(2) }),
  );
  return { run, release: () => Promise.resolve() };
}

const WEIGHTS = { glyph: 1, pen: 2, askedBelow: 0.9 };

describe('seeGlyph', () => {
  it('is what the network says where nothing else is there', async () => {
    const seen = await seeGlyph(GLYPH, sessionThatSays(1, 2), {});
    expect([...seen.logits]).toEqual([1, 2]);
    expect(seen.likeness).toBeUndefined();
  });

  it('asks how the pen went where the network is not sure', async () => {
    const session = sessionThatSays(1, 0);
    const pen = { strokes: STROKES, session, weights: WEIGHTS, temperature: 1 };
    const likeness = sessionThatSays(7, 8, 9);
    const seen = await seeGlyph(GLYPH, sessionThatSays(1, 2), { likeness, pen });
    expect([...seen.logits]).toEqual([1, 0]);
    expect([...seen.ofShape!]).toEqual([1, 2]);
    expect([...seen.likeness!]).toEqual([7, 8, 9]);
    expect(session.run.mock.calls[0]![0]).toHaveLength(PEN_PATH_SIZE);
  });

  it('does not where it is', async () => {
    const session = sessionThatSays(9, 0);
    const pen = { strokes: STROKES, session, weights: WEIGHTS, temperature: 1 };
    const seen = await seeGlyph(GLYPH, sessionThatSays(0, 9), { pen });
    expect([...seen.logits]).toEqual([0, 9]);
    expect(seen.ofShape).toBeUndefined();
    expect(session.run).not.toHaveBeenCalled();
  });
});
