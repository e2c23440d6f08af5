import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClassCentres } from '../card/card.js';
import { LabelSpace } from '../label-space.js';
import { decide, type Question } from './decide.js';
import type { MemorySample } from './memory-sample.js';
import { NetworkMemory } from './network-memory.js';
import { packCentres } from './symbol-centres.js';

const card = {
  temperature: 2,
  memory: { alphaOwn: 8, alphaShared: 4, beta: 20, nearest: 4, classCap: 2 },
};

const glyph = (value: number) => new Uint8Array(784).fill(value);

const question = (change: Partial<Question> = {}): Question => ({
  logits: Float32Array.of(6, 2, 0),
  embedding: Float32Array.of(3, 4),
  glyph: glyph(200),
  writerId: 'anna',
  allowed: [true, true, true],
  ...change,
});

const sample = (id: string, change: Partial<MemorySample> = {}): MemorySample => ({
  id,
  revision: 1,
  writerId: 'anna',
  ownClass: 1,
  sharedClass: null,
  glyph: glyph(0),
  embedding: Float32Array.of(0.6, 0.8),
  saidAtMs: 0,
  ...change,
});

const memoryOf = (...samples: MemorySample[]) => {
  const memory = new NetworkMemory(2, new LabelSpace({ labels: ['a', 'b', 'c'] }));
  for (const each of samples) memory.put(each);
  return memory;
};

describe('decide', () => {
  it('is the calibrated network without a memory', () => {
    const { probabilities, best, bestOfNetwork } = decide(question(), card, undefined);
    const sum = Math.exp(3) + Math.exp(1) + Math.exp(0);
    expect([...probabilities]).toEqual(
      [3, 1, 0].map((half) => expect.closeTo(Math.exp(half) / sum, 12)),
    );
    expect([best, bestOfNetwork]).toEqual([0, 0]);
  });

  it('adds alpha for a sample with the same embedding', () => {
    const { probabilities, best, bestOfNetwork, neighbours } = decide(
      question(),
      card,
      memoryOf(sample('a')),
    );
    expect(Math.log(probabilities[1]! / probabilities[0]!)).toBeCloseTo(-2 + 8, 4);
    expect([best, bestOfNetwork]).toEqual([1, 0]);
    expect(neighbours).toMatchObject([{ classIndex: 1, own: true, sample: { id: 'a' } }]);
  });

  it('knows a class by all own samples that were found, however many of another are nearer', () => {
    const others = Array.from({ length: 6 }, (_, at) => sample(`other ${at}`, { ownClass: 0 }));
    const taught = Array.from({ length: 3 }, (_, at) =>
      sample(`taught ${at}`, { embedding: Float32Array.of(0.64, Math.sqrt(1 - 0.64 ** 2)) }),
    );
    const doubtful = question({ logits: Float32Array.of(0, 10, 0) });
    const many = { ...card, memory: { ...card.memory, nearest: 16, alphaOwn: 1 } };
    const memory = memoryOf(...others, ...taught);
    const { best, known, deciding, neighbours } = decide(doubtful, many, memory);
    expect(best).toBe(1);
    expect(neighbours.map(({ classIndex }) => classIndex)).not.toContain(1);
    expect(deciding?.id).toMatch(/^taught/);
    expect(known).toBeGreaterThan(0.9);
    expect(decide(doubtful, many, undefined).known).toBe(0);
  });

  it('does not name neighbours that add nothing', () => {
    const far = sample('far', { embedding: Float32Array.of(-0.8, 0.6) });
    expect(decide(question(), card, memoryOf(far)).neighbours).toEqual([]);
  });

  it('lets the same drawing decide, however sure the network and others are', () => {
    const same = sample('same', { glyph: glyph(200), ownClass: 2 });
    const others = Array.from({ length: 8 }, (_, at) => sample(`other ${at}`, { ownClass: 0 }));
    const sure = question({ logits: Float32Array.of(80, 0, 0) });
    const { probabilities, best, neighbours } = decide(sure, card, memoryOf(...others, same));
    expect(best).toBe(2);
    expect(probabilities[2]).toBeCloseTo(0.99, 9);
    expect(neighbours[0]!.sample.id).toBe('same');
    expect(neighbours.length).toBeLessThanOrEqual(5);
  });

  it('leaves masked classes at 0, whatever memory says', () => {
    const { probabilities, best } = decide(
      question({ allowed: [true, false, true] }),
      card,
      memoryOf(sample('a', { glyph: glyph(200) })),
    );
    expect(probabilities[1]).toBe(0);
    expect(best).toBe(0);
  });

  it('gives probabilities that add up to 1 with the best one on top, for any input', () => {
    const logit = fc.float({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 3, maxLength: 3 }),
        fc.array(fc.record({ ownClass: fc.nat(2), same: fc.boolean() }), { maxLength: 6 }),
        fc.subarray([0, 1, 2], { minLength: 1 }),
        (logits, samples, allowedClasses) => {
          const allowed = [0, 1, 2].map((index) => allowedClasses.includes(index));
          const memory = memoryOf(
            ...samples.map(({ ownClass, same }, at) =>
              sample(String(at), { ownClass, glyph: glyph(same ? 200 : 0), saidAtMs: at }),
            ),
          );
          const { probabilities, best } = decide(
            question({ logits: Float32Array.from(logits), allowed }),
            card,
            memory,
          );
          expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
          expect(probabilities[best]).toBe(Math.max(...probabilities));
          expect(allowed[best]).toBe(true);
        },
      ),
    );
  });
});

describe('decide on a symbol', () => {
  /** The drawings of `question` and `sample` are like no class. */
  const unlikeClasses = packCentres(Float32Array.of(0.8, -0.6, 0.8, -0.6, 0.8, -0.6), 1);

  /** A memory that was taught "ä" by as many drawings like the new one, which no class stands for. */
  const taught = (drawings: number, change: Partial<MemorySample> = {}) => {
    const memory = memoryOf(sample('b'));
    const symbol = memory.labels.teach('ä');
    for (let at = 0; at < drawings; at++) {
      memory.put(sample(`ä ${at}`, { ownClass: symbol, ...change }));
    }
    const ask = (
      labels: readonly string[],
      logits = [6, 2, 0],
      centres?: ClassCentres,
      likeness?: number,
    ) =>
      decide(
        question({
          ...{ logits: Float32Array.from(logits), likeness },
          allowed: memory.labels.mask(labels),
        }),
        { ...card, centres },
        memory,
      );
    return { memory, symbol, ask };
  };

  it('answers a label that memory was taught and the network has no class for', () => {
    const { memory, symbol, ask } = taught(3);
    const { best, bestOfNetwork, probabilities, neighbours } = ask(
      ['a', 'b', 'c', 'ä'],
      [6, 2, 0],
      unlikeClasses,
    );
    expect(memory.labels.labelAt(best)).toBe('ä');
    expect(memory.labels.isClass(best)).toBe(false);
    expect(bestOfNetwork).toBe(0);
    expect(probabilities).toHaveLength(4);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(neighbours.map(({ classIndex }) => classIndex)).toContain(symbol);
  });

  it('lets the network answer where no drawing is like the symbol', () => {
    const { symbol, ask } = taught(3, { embedding: Float32Array.of(-0.8, 0.6) });
    const { best, probabilities } = ask(['a', 'c', 'ä']);
    expect(best).toBe(0);
    expect(probabilities[symbol]).toBeLessThan(0.001);
  });

  it('is the surer of a symbol, the less the drawing looks like a character', () => {
    const { symbol, ask } = taught(1, { embedding: Float32Array.of(0.8, 0.6) });
    const [alike, unlike] = [0.99, 0.2].map(
      (likeness) => ask(['a', 'c', 'ä'], [6, 2, 0], undefined, likeness).probabilities[symbol]!,
    );
    expect(unlike).toBeGreaterThan(alike!);
  });

  it('knows it by all samples that were found, however many of another are nearer', () => {
    const memory = memoryOf();
    const [symbol, other] = [memory.labels.teach('ä'), memory.labels.teach('ö')];
    // The mean of the nearer ones is less: some of them are nothing like it.
    const rotated = (degrees: number) => {
      const at = Math.atan2(0.8, 0.6) + (degrees * Math.PI) / 180;
      return Float32Array.of(Math.cos(at), Math.sin(at));
    };
    const others = [...Array.from({ length: 6 }, () => 5), ...Array.from({ length: 12 }, () => 90)];
    others.forEach((degrees, at) =>
      memory.put(sample(`ö ${at}`, { ownClass: other, embedding: rotated(degrees) })),
    );
    memory.put(sample('ä', { ownClass: symbol, embedding: rotated(10) }));
    const asked = question({ allowed: memory.labels.mask(['ä', 'ö']) });
    const many = { ...card, memory: { ...card.memory, nearest: 64 } };
    const { best, known, neighbours } = decide(asked, many, memory);
    expect(best).toBe(symbol);
    expect(neighbours.map(({ classIndex }) => classIndex)).not.toContain(symbol);
    expect(known).toBeCloseTo(Math.cos(Math.PI / 18), 3);
  });

  it('answers by the very same drawing, however sure the network is', () => {
    const { symbol, ask } = taught(1, { glyph: glyph(200) });
    const typical = packCentres(Float32Array.of(1, 0, 1, 0, 1, 0), 1);
    const { best, probabilities } = ask(['a', 'b', 'c', 'ä'], [80, 0, 0], typical, 1);
    expect(best).toBe(symbol);
    expect(probabilities[symbol]).toBeGreaterThanOrEqual(0.99 - 1e-9);
  });

  it('never answers a symbol that is not asked for', () => {
    const { ask } = taught(3, { glyph: glyph(200) });
    const { best, probabilities } = ask(['a', 'b', 'c']);
    expect(best).toBeLessThan(3);
    expect(probabilities[3]).toBe(0);
    const { memory } = taught(3);
    const ofClasses = decide(question(), card, memory);
    expect(ofClasses.probabilities).toHaveLength(3);
  });

  it('answers where symbols alone may', () => {
    const { symbol, ask } = taught(1);
    const { best, bestOfNetwork, probabilities } = ask(['ä']);
    expect([best, bestOfNetwork]).toEqual([symbol, -1]);
    expect(probabilities[symbol]).toBeCloseTo(1, 9);
  });
});
