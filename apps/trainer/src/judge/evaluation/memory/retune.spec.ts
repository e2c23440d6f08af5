import { describe, expect, it } from '@jest/globals';
import { normaliseRows, type MemoryParameters } from '@inkling/recognizer';
import { retuneMemory } from './retune.js';
import { NO_MEMORY, scoreTrials } from './score.js';
import { simulateHands, SIZE } from './testing/simulated-hands.js';
import { ownTrials } from './trials.js';

/** Somebody who writes like none of the hands. */
const pool = { embeddings: normaliseRows(new Float32Array(SIZE).fill(1), SIZE), classes: [0] };

/** Adds at most 2 nats, where answers lead by 2.5: a little too weak. */
const weak: MemoryParameters = { alphaOwn: 2, alphaShared: 1, beta: 10, nearest: 8, classCap: 1 };
const everybody = { hands: 8, misread: () => true, lead: 2.5 };

const retune = (hands: Parameters<typeof simulateHands>[0], inherited = weak) =>
  retuneMemory([simulateHands(hands)], inherited, pool);

describe('retuneMemory', () => {
  it('changes settings where every hand is read better with others, and says what it gave', () => {
    const { memory, memoryTuning, line } = retune(everybody);
    expect(memory.alphaOwn).toBeGreaterThan(2.5);
    expect(memory).toMatchObject({ nearest: 8, classCap: 1 });
    const subject = simulateHands(everybody);
    const errorWith = (parameters: MemoryParameters) =>
      scoreTrials(subject, ownTrials(subject, 5, 3, 8), parameters).error;
    expect(errorWith(weak)).toBe(errorWith(NO_MEMORY));
    expect(errorWith(memory)).toBeLessThan(errorWith(weak) / 4);
    expect(line).toContain(`α own ${memory.alphaOwn}`);
    expect(line).toContain('instead of α own 2');
    expect(memoryTuning).toContain('672 glyphs of 8 validation hands');
    expect(memoryTuning).toContain('### Validation hands, digits: error with own samples');
  });

  it('keeps them where a single hand gains, which may be chance', () => {
    const { memory, line } = retune({ ...everybody, misread: (hand) => hand === 0 });
    expect(memory).toEqual(weak);
    expect(line).toContain('none was better beyond chance');
  });

  it('keeps them where nothing is left to gain', () => {
    const strong = { ...weak, alphaOwn: 4 };
    const { memory, line } = retune(everybody, strong);
    expect(memory).toEqual(strong);
    expect(line).toMatch(/none was better/);
  });

  it('keeps them where others would pay for the gain', () => {
    // What one hand writes as a 2 another writes as a 3: a memory that outweighs the network spoils it.
    const { memory } = retune({ ...everybody, alike: true });
    expect(memory).toEqual(weak);
  });

  it('keeps them where no hand has enough to try memory on', () => {
    const subject = simulateHands(everybody);
    const hands = subject.hands.map((_, row) => String(row));
    const { memory, memoryTuning } = retuneMemory([{ ...subject, hands }], weak, pool);
    expect(memory).toEqual(weak);
    expect(memoryTuning).toContain('no hand has enough samples');
  });
});
