import { GLYPH_PIXELS, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { createRandom, type Random } from '../../random.js';

/** What people draw that is no character, each as strokes within about 100 pixels. */
const KINDS: readonly ((random: Random) => Stroke[])[] = [
  wanderingLine,
  hatching,
  knot,
  scatteredDashes,
  zigzag,
  grid,
];

/**
 * Drawings that are no characters, through the same way as any drawing: the kinds take turns and a
 * seed gives the same drawings on every machine.
 *
 * @returns `[count, 28, 28]`, 0..1
 */
export function scribbleGlyphs(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const glyphs = new Float32Array(count * GLYPH_PIXELS);
  for (let index = 0; index < count; index++) {
    const strokes = KINDS[index % KINDS.length]!(random);
    glyphs.set(glyphFromStrokes(strokes).glyph, index * GLYPH_PIXELS);
  }
  return glyphs;
}

/** A line that changes its mind all the time. */
function wanderingLine(random: Random): Stroke[] {
  let [x, y] = [50, 50];
  let heading = random.between(0, 2 * Math.PI);
  const points: [number, number][] = [[x, y]];
  for (let step = 0; step < 60; step++) {
    heading += random.between(-1.6, 1.6);
    x = Math.min(100, Math.max(0, x + Math.cos(heading) * 12));
    y = Math.min(100, Math.max(0, y + Math.sin(heading) * 12));
    points.push([x, y]);
  }
  return [points];
}

/** Many strokes side by side, as if to blacken something. */
function hatching(random: Random): Stroke[] {
  const lean = random.between(-40, 40);
  return Array.from({ length: 7 + random.integer(6) }, (_, index) => {
    const x = index * random.between(8, 12);
    return [
      [x, random.between(0, 12)],
      [x + lean, random.between(88, 100)],
    ];
  });
}

/** A ball of loops. */
function knot(random: Random): Stroke[] {
  const [a, b] = [2 + random.integer(4), 3 + random.integer(5)];
  const phase = random.between(0, Math.PI);
  return [
    Array.from({ length: 160 }, (_, index): [number, number] => {
      const turn = (index / 160) * 2 * Math.PI;
      return [50 + 48 * Math.sin(a * turn + phase), 50 + 48 * Math.sin((b + 0.37) * turn)];
    }),
  ];
}

/** Short dashes in all places and directions. */
function scatteredDashes(random: Random): Stroke[] {
  return Array.from({ length: 8 + random.integer(10) }, () => {
    const [x, y] = [random.between(0, 100), random.between(0, 100)];
    const heading = random.between(0, 2 * Math.PI);
    return [
      [x, y],
      [x + Math.cos(heading) * 14, y + Math.sin(heading) * 14],
    ];
  });
}

/** Up and down many times, as when a word is struck out. */
function zigzag(random: Random): Stroke[] {
  const turns = 8 + random.integer(8);
  return [
    Array.from({ length: turns }, (_, index): [number, number] => [
      (index / turns) * 100 + random.between(-4, 4),
      (index % 2) * 60 + random.between(-10, 10),
    ]),
  ];
}

/** A table of lines. */
function grid(random: Random): Stroke[] {
  const lines = 3 + random.integer(3);
  return Array.from({ length: lines * 2 }, (_, index): [number, number][] => {
    const at = (Math.floor(index / 2) / (lines - 1)) * 100 + random.between(-4, 4);
    return index % 2 === 0
      ? [
          [at, 0],
          [at, 100],
        ]
      : [
          [0, at],
          [100, at],
        ];
  });
}
