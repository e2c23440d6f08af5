import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../random.js';
import { normaliseRows } from '@inkling/recognizer';
import { Desk, type Drawing } from './desk.js';
import { liveAll, mislead, plus, teachAll, type Drawings } from './simulations.js';

const SIZE = 16;
const CLASSES = 6;
const EACH = 20;
const card = {
  network: 'digits',
  temperature: 1,
  memory: { alphaOwn: 8, alphaShared: 0, beta: 10, nearest: 4, classCap: 1 },
} as const;

/** Writers whose classes lie apart, each writer's elsewhere; the network takes every 0 for a 1. */
function simulate(writers: number): Drawings {
  const random = createRandom(3);
  const gauss = () => random.next() + random.next() + random.next() - 1.5;
  const drawings: Drawing[] = [];
  const hands: string[] = [];
  for (let writer = 0; writer < writers; writer++) {
    for (let label = 0; label < CLASSES; label++) {
      const centre = Array.from({ length: SIZE }, gauss);
      for (let sample = 0; sample < EACH; sample++) {
        const read = label === 0 ? 1 : label;
        drawings.push({
          label,
          glyph: Uint8Array.from({ length: 784 }, () => random.integer(256)),
          logits: Float32Array.from({ length: 10 }, (_, at) => (at === read ? 3 : 0)),
          embedding: normaliseRows(
            Float32Array.from(centre, (value) => value + 0.1 * gauss()),
            SIZE,
          ),
        });
        hands.push(`writer ${writer}`);
      }
    }
  }
  return { drawings, hands, labels: Uint8Array.from(drawings, ({ label }) => label) };
}

const all = simulate(3);
const desk = () => new Desk(card, 'digits', SIZE);

describe('Desk', () => {
  const [zero, sibling] = all.drawings as [Drawing, Drawing];
  const stranger = all.drawings[2 * CLASSES * EACH]!;

  it('learns from a correction for its writer alone, until it is taken back', () => {
    const one = desk();
    expect(one.answer(sibling, 'me')).toBe(1);
    const sample = one.correct(zero, 0, 'me');
    expect(one.answer(sibling, 'me')).toBe(0);
    expect(one.answer(sibling, 'you')).toBe(1);
    expect(one.answer(sibling)).toBe(1);
    expect(one.answer(stranger, 'me')).toBe(1);
    one.takeBack(sample);
    expect(one.answer(sibling, 'me')).toBe(1);
  });
});

describe('teachAll', () => {
  it('mends what a writer draws after some samples, and nothing of what others draw', () => {
    const { own, others } = teachAll(desk(), all, 2, 1);
    const read = 3 * CLASSES * (EACH - 2);
    expect(own).toEqual({ writers: 3, read, before: read / CLASSES, after: 0 });
    expect(others.read).toBe(300);
    expect(others.after).toBe(others.before);
  });

  it('leaves out writers of too few drawings', () => {
    expect(teachAll(desk(), all, EACH, 1).own.writers).toBe(0);
  });
});

describe('liveAll', () => {
  it('corrects what is wrong alone, and counts both halves', () => {
    const { firstHalf, secondHalf, corrections } = liveAll(desk(), all, 1, 100);
    expect(firstHalf.read + secondHalf.read).toBe(300);
    // Some twenty zeros a writer, of which the first teaches all there is to learn.
    expect(firstHalf.before + secondHalf.before).toBeGreaterThan(36);
    expect(corrections).toBe(3);
    expect(firstHalf.after).toBe(3);
    expect(secondHalf.after).toBe(0);
    expect(liveAll(desk(), all, 1, 1000).firstHalf.writers).toBe(0);
  });
});

describe('mislead', () => {
  it('tells what wrong corrections change, and how like it what changes is', () => {
    const reach = mislead(desk(), all, 5, 1);
    expect(reach.corrections).toBe(30);
    expect(reach.read).toBe(30 * (CLASSES * (EACH - 5) - 10));
    expect(reach.similarities).toHaveLength(reach.changed);
    // Without right samples beside it a wrong one has more to say.
    const alone = mislead(desk(), all, 1, 1);
    expect(alone.changed).toBeGreaterThan(reach.changed);
    expect(alone.spoilt).toBeGreaterThan(0);
    expect(alone.spoilt).toBeLessThanOrEqual(alone.changed);
    expect(alone.similarities[0]!).toBeLessThanOrEqual(alone.similarities.at(-1)!);
    expect(alone.similarities[0]!).toBeGreaterThan(0.8);
  });
});

describe('plus', () => {
  it('adds up', () => {
    const one = { writers: 1, read: 2, before: 3, after: 4 };
    expect(plus(one, one)).toEqual({ writers: 2, read: 4, before: 6, after: 8 });
  });
});
