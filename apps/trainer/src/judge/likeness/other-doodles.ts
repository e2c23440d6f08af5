import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';

/**
 * Doodles for the figure alone: other pictures than those that the network learns from, by another
 * generator. Each is a list of strokes in a square of 100, corners as "x,y"; `~` before a stroke bends it
 * smoothly through its corners (Catmull and Rom 1974), a stroke without it keeps them.
 */
const PICTURES: Readonly<Record<string, string>> = {
  heart: '~ 50,92 22,66 4,40 10,14 30,6 46,18 50,30 54,18 70,6 90,14 96,40 78,66 50,92',
  broadHeart: '~ 50,80 8,48 2,22 22,8 42,14 50,34 ; ~ 50,34 58,14 80,8 98,22 92,48 50,80',
  star: '50,2 61,36 97,37 68,58 79,95 50,73 21,95 32,58 3,37 39,36 50,2',
  penStar: '20,98 50,2 82,96 4,38 97,36 20,98',
  house: '12,48 50,6 88,48 ; 18,46 18,96 82,96 82,46 ; 44,96 44,70 58,70 58,96',
  barn: '10,96 10,40 30,14 70,14 90,40 90,96 10,96 ; 36,96 36,60 64,60 64,96 36,60',
  smiley:
    '~ 50,3 86,16 97,52 80,88 48,97 14,84 3,48 16,14 50,3 ; 34,34 35,40 ; 66,34 66,41 ; ~ 24,60 36,76 52,80 68,74 78,58',
  frown:
    '~ 50,4 88,18 96,54 78,90 44,96 10,80 4,42 20,12 50,4 ; 32,36 33,42 ; 64,36 65,42 ; ~ 28,78 40,66 56,64 72,78',
  face: '32,20 33,34 ; 66,20 66,34 ; 50,36 44,58 54,58 ; ~ 18,72 36,88 60,90 82,70',
  spiral:
    '~ 52,50 58,54 52,62 42,58 40,46 52,36 68,42 70,60 56,76 34,72 24,52 34,28 60,20 84,36 86,66 62,92 28,90',
  arrowRight: '2,52 96,48 ; 70,24 97,48 72,78',
  arrowUp: '48,98 52,4 ; 24,32 52,3 80,34',
  bentArrow: '~ 4,90 30,88 60,74 82,30 ; 58,44 84,26 94,60',
  tick: '4,54 30,92 96,4',
  doubleTick: '2,56 22,86 62,12 ; 34,62 50,88 98,8',
  zigzag: '0,70 14,24 26,76 40,20 54,78 66,22 80,74 98,26',
  wideZigzag: '0,50 8,40 16,60 24,40 32,60 40,40 48,60 56,40 64,60 72,40 80,60 88,40 98,56',
  box: '4,6 96,4 95,96 5,95 4,6',
  twoBoxes: '4,6 60,4 58,60 6,62 4,6 ; 40,42 96,40 97,96 42,97 40,42',
  hatch: '10,0 60,100 ; 30,0 80,100 ; 50,0 100,100 ; 90,0 30,100 ; 70,0 10,100 ; 50,0 0,96',
  hatchLines: '6,8 10,96 ; 20,4 24,92 ; 34,8 40,97 ; 50,5 54,94 ; 66,8 70,96 ; 82,4 88,95',
  signature:
    '~ 0,60 10,20 18,64 26,50 34,66 42,40 50,66 60,52 72,66 84,50 100,62 120,40 ; 6,82 110,76',
  longSignature:
    '~ 0,40 12,0 16,70 8,92 4,70 26,50 36,62 46,50 54,62 64,48 74,64 92,30 86,70 120,58 150,62',
  dash: '0,50 100,54',
  shortDashes: '0,30 40,28 ; 58,32 98,30',
  blot: '~ 50,50 60,40 40,36 36,62 66,66 70,34 34,28 28,70 72,76 78,26 24,20 20,80 82,82 50,50 30,44 70,56 44,74 56,26',
  scrawl: '~ 0,50 90,20 10,60 96,36 6,70 94,50 12,84 90,66 20,94 80,84',
  lightning: '62,0 22,54 48,52 34,100 80,40 54,42 72,0 62,0',
  diamond: '50,0 92,50 50,100 8,50 50,0',
  apple: '~ 50,28 30,20 8,36 14,76 36,98 50,92 64,98 86,76 92,36 70,20 50,28 ; ~ 50,28 52,14 60,2',
  ghost:
    '~ 10,96 8,40 30,6 70,6 92,40 90,96 ; 90,96 74,82 62,96 50,82 38,96 24,82 10,96 ; 36,38 37,46 ; 64,38 64,46',
  cat: '~ 14,40 10,70 34,94 66,94 90,70 86,40 ; 14,40 10,4 36,24 64,24 90,4 86,40 ; 34,52 35,58 ; 66,52 66,58 ; 50,68 46,74 54,74 50,68 ; 4,66 30,70 ; 96,66 70,70',
  butterfly:
    '50,10 50,90 ; ~ 50,40 20,4 2,24 20,50 50,50 ; ~ 50,40 80,4 98,24 80,50 50,50 ; ~ 50,54 20,60 14,88 36,90 50,62 ; ~ 50,54 80,60 86,88 64,90 50,62',
  umbrella:
    '~ 2,46 14,16 50,4 86,16 98,46 ; 2,46 26,38 50,46 74,38 98,46 ; ~ 50,46 50,84 44,96 34,88',
  key: '~ 24,28 40,40 40,60 24,72 8,60 8,40 24,28 ; 40,50 98,50 ; 80,50 80,66 ; 92,50 92,64',
  lock: '14,44 86,44 86,98 14,98 14,44 ; ~ 28,44 28,16 50,4 72,16 72,44 ; 50,64 50,80',
  clock: '~ 50,2 84,16 98,50 84,84 50,98 16,84 2,50 16,16 50,2 ; 50,20 50,50 74,62',
  boat: '4,66 96,66 78,92 20,92 4,66 ; 50,66 50,6 88,56 50,56',
  plane: '2,52 40,44 60,8 68,10 60,44 90,46 98,30 99,66 90,54 60,56 66,92 58,92 40,56 2,52',
  snail:
    '~ 96,84 10,86 4,60 12,60 16,76 40,80 ; ~ 60,60 68,56 66,46 54,46 48,58 58,74 76,68 80,48 64,34 44,40 36,60 46,80',
  mountains: '0,96 30,28 46,62 66,10 100,96 0,96 ; 56,36 66,44 74,34',
  leaf: '~ 4,96 10,40 50,6 94,4 88,50 50,88 4,96 ; ~ 4,96 40,56 80,20',
  drop: '~ 50,0 24,46 20,76 50,98 80,76 76,46 50,0 ; ~ 34,70 38,82 48,88',
  ladder: '24,0 20,100 ; 76,0 80,100 ; 23,20 77,20 ; 22,42 78,42 ; 22,64 79,64 ; 21,86 79,86',
  fence:
    '8,96 8,30 18,18 28,30 28,96 ; 40,96 40,30 50,18 60,30 60,96 ; 72,96 72,30 82,18 92,30 92,96 ; 0,46 100,46 ; 0,74 100,74',
  stairs: '0,98 0,78 24,78 24,54 50,54 50,30 76,30 76,4 100,4',
  asterisk: '50,2 50,98 ; 8,26 92,74 ; 92,26 8,74 ; 2,50 98,50',
  target:
    '~ 50,2 96,40 70,94 20,90 2,40 50,2 ; ~ 50,28 72,46 60,72 34,70 28,44 50,28 ; 48,50 52,52',
  lyingEight: '~ 50,50 72,26 96,34 96,64 72,74 50,50 28,26 4,34 4,64 28,74 50,50',
  crown: '4,92 2,24 28,58 50,8 72,58 98,24 96,92 4,92 ; 6,76 95,76',
  gift: '8,36 92,36 92,96 8,96 8,36 ; 50,36 50,96 ; ~ 50,36 28,8 20,28 50,36 76,8 84,28 50,36',
  bulb: '~ 36,68 14,40 28,8 66,6 86,38 64,68 ; 36,68 64,68 62,88 38,88 36,68 ; 40,98 60,98',
  eye: '~ 0,50 30,22 70,22 100,50 70,78 30,78 0,50 ; ~ 50,34 64,50 50,66 36,50 50,34 ; 49,49 52,52',
  rain: '10,10 4,30 ; 34,6 28,28 ; 58,10 52,32 ; 82,6 76,28 ; 22,50 16,72 ; 46,54 40,76 ; 70,50 64,74 ; 92,56 86,78',
  swirl: '~ 0,40 30,20 50,60 30,80 20,56 50,30 74,60 56,84 44,58 78,30 100,50',
  table: '4,4 96,4 96,96 4,96 4,4 ; 4,34 96,34 ; 4,66 96,66 ; 36,4 36,96 ; 66,4 66,96',
  loops: '~ 0,70 14,20 26,20 20,70 30,74 44,20 56,20 50,70 60,74 74,20 86,20 80,70 100,70',
  scatter:
    '6,10 12,16 ; 40,4 46,8 ; 84,14 90,10 ; 20,50 26,58 ; 60,44 66,50 ; 92,60 96,66 ; 10,90 18,88 ; 52,84 58,92 ; 84,92 90,90',
  cross: '36,2 64,2 64,36 98,36 98,64 64,64 64,98 36,98 36,64 2,64 2,36 36,36 36,2',
  bird: '~ 0,40 24,20 46,50 50,56 54,50 76,20 100,40',
  hand: '~ 20,98 14,60 2,40 10,34 24,52 26,8 36,8 40,44 44,2 54,2 56,44 64,6 72,8 70,48 82,20 90,24 80,64 70,98',
  candle: '36,98 36,36 62,36 62,98 36,98 ; ~ 49,30 40,16 50,0 58,16 49,30',
};

export const OTHER_DOODLE_KINDS = Object.keys(PICTURES);

interface Sketch {
  readonly corners: readonly Point[];
  readonly smooth: boolean;
}

const sketches = new Map(
  Object.entries(PICTURES).map(([kind, text]) => [
    kind,
    text.split(';').map((stroke): Sketch => {
      const smooth = stroke.trim().startsWith('~');
      const corners = stroke
        .replace('~', '')
        .trim()
        .split(/\s+/)
        .map((pair): Point => {
          const [x, y] = pair.split(',').map(Number);
          return [x!, y!];
        });
      return { corners, smooth };
    }),
  ]),
);

/** How far a corner moves to either side. */
const CORNER_JITTER = 5;

/** Points a line between two corners, as a pen of moderate speed gives them. */
const POINTS_A_LINE = 7;

/** One of a kind: corners moved by chance, mirrored at times, turned, and stretched. */
export function drawOtherDoodle(kind: string, random: Random): Stroke[] {
  const mirrored = random.next() < 0.3;
  const angle = random.between(-0.15, 0.15);
  const wide = random.between(0.75, 1.25);
  const jitter = random.between(1, CORNER_JITTER);
  return sketches.get(kind)!.map(({ corners, smooth }) => {
    const moved = corners.map(([x, y]): Point => {
      const [jx, jy] = [
        (mirrored ? 100 - x : x) + random.between(-jitter, jitter) - 50,
        y + random.between(-jitter, jitter) - 50,
      ];
      return [
        wide * (jx * Math.cos(angle) - jy * Math.sin(angle)),
        jx * Math.sin(angle) + jy * Math.cos(angle),
      ];
    });
    return smooth ? through(moved) : straight(moved);
  });
}

function straight(corners: readonly Point[]): Stroke {
  return corners.slice(1).reduce<Point[]>(
    (points, [x, y], at) => {
      const [fromX, fromY] = corners[at]!;
      for (let step = 1; step <= POINTS_A_LINE; step++) {
        const share = step / POINTS_A_LINE;
        points.push([fromX + share * (x - fromX), fromY + share * (y - fromY)]);
      }
      return points;
    },
    [corners[0]!],
  );
}

/** A curve through all corners whose tangents follow from the neighbours. */
function through(corners: readonly Point[]): Stroke {
  const at = (index: number) => corners[Math.min(corners.length - 1, Math.max(0, index))]!;
  return corners.slice(1).flatMap((_, index): Point[] => {
    const [p0, p1, p2, p3] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    return Array.from({ length: POINTS_A_LINE + 1 }, (__, step): Point => {
      const t = step / POINTS_A_LINE;
      const blend = (axis: 0 | 1): number =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
      return [blend(0), blend(1)];
    });
  });
}
