import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';

/** Turns of a ring, from its top to the left as most people write it. */
function ring(x: number, y: number, width: number, height: number): Stroke {
  return Array.from({ length: 15 }, (_, at): Point => {
    const angle = -Math.PI / 2 - (at / 14) * 2 * Math.PI;
    return [x + (width / 2) * Math.cos(angle), y + (height / 2) * Math.sin(angle)];
  });
}

interface RareHand {
  readonly label: string;
  /** In a unit square, y down; corners stay corners. */
  readonly strokes: readonly Stroke[];
}

/**
 * Ways to write digits that are common in parts of the world and rare in the data: continental ones,
 * fours like a lightning or closed, barred sevens, slashed and dotted zeros, angular threes.
 */
const RARE_HANDS: readonly RareHand[] = [
  {
    label: '1',
    strokes: [
      [
        [0.1, 0.7],
        [0.6, 0],
        [0.6, 1],
      ],
    ],
  },
  {
    label: '1',
    strokes: [
      [
        [0.2, 0.42],
        [0.6, 0],
        [0.58, 1],
      ],
    ],
  },
  {
    label: '1',
    strokes: [
      [
        [0.25, 0.3],
        [0.55, 0],
        [0.55, 1],
      ],
      [
        [0.2, 1],
        [0.9, 1],
      ],
    ],
  },
  {
    label: '4',
    strokes: [
      [
        [0.6, 0],
        [0.2, 0.55],
        [0.78, 0.5],
        [0.38, 1],
      ],
    ],
  },
  {
    label: '4',
    strokes: [
      [
        [0.7, 1],
        [0.7, 0],
        [0.1, 0.65],
        [0.95, 0.65],
      ],
    ],
  },
  {
    label: '4',
    strokes: [
      [
        [0.25, 0],
        [0.15, 0.55],
        [0.9, 0.52],
      ],
      [
        [0.7, 0.15],
        [0.66, 1],
      ],
    ],
  },
  {
    label: '7',
    strokes: [
      [
        [0.1, 0.2],
        [0.12, 0],
        [0.9, 0.02],
        [0.4, 1],
      ],
      [
        [0.25, 0.5],
        [0.85, 0.48],
      ],
    ],
  },
  {
    label: '7',
    strokes: [
      [
        [0.05, 0.02],
        [0.9, 0],
        [0.35, 1],
      ],
      [
        [0.3, 0.52],
        [0.8, 0.5],
      ],
    ],
  },
  {
    label: '0',
    strokes: [
      ring(0.5, 0.5, 0.72, 1),
      [
        [0.12, 0.95],
        [0.88, 0.05],
      ],
    ],
  },
  {
    label: '0',
    strokes: [
      ring(0.5, 0.5, 0.66, 1),
      [
        [0.3, 0.75],
        [0.7, 0.28],
      ],
    ],
  },
  {
    label: '0',
    strokes: [
      ring(0.5, 0.5, 0.7, 1),
      [
        [0.5, 0.49],
        [0.52, 0.52],
      ],
    ],
  },
  {
    label: '3',
    strokes: [
      [
        [0.1, 0],
        [0.85, 0],
        [0.42, 0.4],
        [0.75, 0.55],
        [0.8, 0.8],
        [0.5, 1],
        [0.1, 0.9],
      ],
    ],
  },
  {
    label: '9',
    strokes: [
      ring(0.45, 0.27, 0.6, 0.54),
      [
        [0.76, 0.1],
        [0.74, 1],
      ],
    ],
  },
  {
    label: '6',
    strokes: [
      [
        [0.7, 0],
        [0.2, 0.55],
        [0.2, 0.85],
        [0.5, 1],
        [0.8, 0.8],
        [0.7, 0.55],
        [0.25, 0.65],
      ],
    ],
  },
  { label: '8', strokes: [ring(0.5, 0.25, 0.5, 0.5), ring(0.5, 0.75, 0.62, 0.5)] },
];

/** How far a corner moves, as a share of the side. */
const JITTER = 0.055;
const POINTS_A_LINE = 6;

/** @returns so many inks of each rare hand, all different, with the labels of the digits */
export function writeRareHands(
  each: number,
  random: Random,
): { label: string; strokes: Stroke[] }[] {
  return RARE_HANDS.flatMap(({ label, strokes }) =>
    Array.from({ length: each }, () => ({
      label,
      strokes: strokes.map((stroke) => written(stroke, random)),
    })),
  );
}

/** A stroke with its corners moved and its lines bowed, by points as a pen gives them. */
function written(corners: Stroke, random: Random): Stroke {
  const moved = corners.map(([x, y]): Point => [
    100 * (x + random.between(-JITTER, JITTER)),
    100 * (y + random.between(-JITTER, JITTER)),
  ]);
  return moved.slice(1).flatMap(([x, y], at) => {
    const [fromX, fromY] = moved[at]!;
    // Rings have many short lines, which bow by little.
    const bow = random.between(-0.12, 0.12);
    return Array.from({ length: POINTS_A_LINE + (at === 0 ? 1 : 0) }, (_, index): Point => {
      const share = (index + (at === 0 ? 0 : 1)) / POINTS_A_LINE;
      const away = bow * 4 * share * (1 - share);
      return [
        fromX + share * (x - fromX) - away * (y - fromY),
        fromY + share * (y - fromY) + away * (x - fromX),
      ];
    });
  });
}
