import { createRandom, shuffle, type Random } from '../../../random.js';
import { splitHand } from '../memory/trials.js';
import { rowsByHand } from '../rows-by-hand.js';
import type { Desk, Drawing } from './desk.js';

/** Drawings of several writers, row by row. */
export interface Drawings {
  readonly drawings: readonly Drawing[];
  readonly labels: Uint8Array;
  readonly hands: readonly string[];
}

/** Errors of the network alone, and with memory. */
export interface Errors {
  readonly writers: number;
  readonly read: number;
  readonly before: number;
  readonly after: number;
}

const NOTHING: Errors = { writers: 0, read: 0, before: 0, after: 0 };

export const plus = (a: Errors, b: Errors): Errors => ({
  writers: a.writers + b.writers,
  read: a.read + b.read,
  before: a.before + b.before,
  after: a.after + b.after,
});

/** Of other people at most so many drawings are read with one writer's memory. */
const MOST_OF_OTHERS = 100;

export interface Taught {
  /** The writer's further drawings. */
  readonly own: Errors;
  /** Other people's, when they draw as that writer. */
  readonly others: Errors;
}

/** Each writer teaches `n` samples a class, drawn by lot; then they, and others in their name, draw. */
export function teachAll(desk: Desk, all: Drawings, n: number, seed: number): Taught {
  const random = createRandom(seed * 1009 + n);
  let [own, others] = [NOTHING, NOTHING];
  for (const [hand, rows] of rowsByHand(all.hands)) {
    const { remembered, read } = splitHand(all, rows, n, random);
    if (read.length === 0) continue;
    const writer = `${hand}, ${n} a class, lot ${seed}`;
    for (const row of remembered) desk.correct(all.drawings[row]!, all.labels[row]!, writer);
    own = plus(own, readAll(desk, all, read, writer));
    const foreign = draw(
      all.hands.flatMap((other, row) => (other === hand ? [] : [row])),
      MOST_OF_OTHERS,
      random,
    );
    others = plus(others, readAll(desk, all, foreign, writer));
  }
  return { own, others };
}

function readAll(desk: Desk, all: Drawings, rows: readonly number[], writer: string): Errors {
  const wrong = (by?: string) =>
    rows.filter((row) => desk.answer(all.drawings[row]!, by) !== all.labels[row]).length;
  return { writers: 1, read: rows.length, before: wrong(), after: wrong(writer) };
}

/** Drawings that a writer makes in a simulated life; the figures are of its second half. */
export const LIFE = 200;

export interface Life {
  readonly firstHalf: Errors;
  readonly secondHalf: Errors;
  readonly corrections: number;
}

/** Each writer with enough drawings makes some in an order by lot, and corrects only what is answered wrong. */
export function liveAll(desk: Desk, all: Drawings, seed: number, length = LIFE): Life {
  const random = createRandom(seed * 4001);
  let life: Life = { firstHalf: NOTHING, secondHalf: NOTHING, corrections: 0 };
  for (const [hand, rows] of rowsByHand(all.hands)) {
    if (rows.length < length) continue;
    const drawn = draw(rows, length, random);
    const half = length / 2;
    const first = live(desk, all, drawn.slice(0, half), `${hand}, life ${seed}`);
    const second = live(desk, all, drawn.slice(half), `${hand}, life ${seed}`);
    life = {
      firstHalf: plus(life.firstHalf, first),
      secondHalf: plus(life.secondHalf, second),
      corrections: life.corrections + first.after + second.after,
    };
  }
  return life;
}

function live(desk: Desk, all: Drawings, rows: readonly number[], writer: string): Errors {
  let [before, after] = [0, 0];
  for (const row of rows) {
    const drawing = all.drawings[row]!;
    const label = all.labels[row]!;
    if (desk.answer(drawing) !== label) before++;
    if (desk.answer(drawing, writer) !== label) {
      after++;
      desk.correct(drawing, label, writer);
    }
  }
  return { writers: 1, read: rows.length, before, after };
}

/** What wrong corrections do to a writer's other drawings. */
export interface Reach {
  readonly corrections: number;
  readonly read: number;
  /** Answers that a wrong correction changed. */
  readonly changed: number;
  /** Of these the ones that were right before. */
  readonly spoilt: number;
  /** How similar the changed drawings are to the wrongly corrected one, least first. */
  readonly similarities: readonly number[];
}

/** Wrong corrections of a writer, one at a time. */
const WRONG_OF_A_WRITER = 10;

/**
 * Each writer teaches `n` samples a class, then corrects one more drawing to a label drawn by lot; the
 * answers to further drawings before and after are compared, and the correction is taken back.
 */
export function mislead(desk: Desk, all: Drawings, n: number, seed: number): Reach {
  const random = createRandom(seed * 5003 + n);
  const labels = [...new Set(all.labels)];
  const similarities: number[] = [];
  let [corrections, readCount, spoilt] = [0, 0, 0];
  for (const [hand, rows] of rowsByHand(all.hands)) {
    const { remembered, read } = splitHand(all, rows, n, random);
    if (read.length <= WRONG_OF_A_WRITER) continue;
    const writer = `${hand}, misled ${seed}`;
    for (const row of remembered) desk.correct(all.drawings[row]!, all.labels[row]!, writer);
    const further = read.slice(WRONG_OF_A_WRITER);
    const answers = further.map((row) => desk.answer(all.drawings[row]!, writer));
    for (const row of read.slice(0, WRONG_OF_A_WRITER)) {
      const wrong = labels.filter((label) => label !== all.labels[row]);
      const sample = desk.correct(all.drawings[row]!, wrong[random.integer(wrong.length)]!, writer);
      corrections++;
      readCount += further.length;
      further.forEach((other, at) => {
        if (desk.answer(all.drawings[other]!, writer) === answers[at]) return;
        if (answers[at] === all.labels[other]) spoilt++;
        similarities.push(cosine(all.drawings[row]!.embedding, all.drawings[other]!.embedding));
      });
      desk.takeBack(sample);
    }
  }
  return {
    corrections,
    read: readCount,
    changed: similarities.length,
    spoilt,
    similarities: similarities.sort((a, b) => a - b),
  };
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

/** At most so many of the rows, in an order by lot. */
function draw(rows: readonly number[], most: number, random: Random): number[] {
  const order = Int32Array.from(rows);
  shuffle(order, random);
  return [...order.subarray(0, most)];
}
