import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../../random.js';
import {
  fewShapes,
  fullRing,
  mirroredOutline,
  onAStick,
  outlineWithCorners,
  rightAngles,
  roundWithMore,
  straightArrow,
} from './families.js';
import { arc, byHand, curve, near, polygon, polyline, spokes } from './sketch.js';

type Draw = (random: Random) => Stroke[];

const CENTRE: Point = [50, 50];

/** What people draw that is no character, to learn from; `judge/likeness` has others for the figure. */
export const DOODLES: Readonly<Record<string, Draw>> = {
  heart,
  star,
  starOfLines,
  house,
  smiley,
  spiral,
  arrow,
  tick,
  zigzag,
  box,
  crossHatch,
  hatching,
  signature,
  dash,
  twoDashes,
  blot,
  dots,
  triangle,
  cube,
  flower,
  sun,
  cloud,
  fish,
  stickFigure,
  tree,
  car,
  cup,
  envelope,
  knot,
  closedCurve,
  crossedOut,
  wanderingLine,
  gridOfLines,
  noughtsAndCrosses,
  rings,
  boxWithCross,
  glasses,
  waves,
  randomShapes,
  polygonOfChance,
  mirroredOutline,
  fullRing,
  roundWithMore,
  outlineWithCorners,
  onAStick,
  straightArrow,
  fewShapes,
  rightAngles,
};

export const DOODLE_KINDS = Object.keys(DOODLES);

/** Of these no two are alike, and many are nearly a character: they come as often as three other kinds. */
const HARD_KINDS = ['mirroredOutline', 'fullRing', 'roundWithMore', 'outlineWithCorners'];

/** What chance picks from; but for the hard ones all come equally often. */
export const DOODLES_BY_LOT = [...DOODLE_KINDS, ...HARD_KINDS, ...HARD_KINDS];

/** One of a kind, as a hand draws it. */
export const drawDoodle = (kind: string, random: Random): Stroke[] =>
  byHand(DOODLES[kind]!(random), random);

function heart(random: Random): Stroke[] {
  const dip = random.between(0.25, 0.6);
  const width = near(random, 1, 0.15);
  const from = random.next();
  const shape = (share: number): Point => {
    const t = 2 * Math.PI * (share + (from < 0.6 ? 0.5 : 0));
    const x = 16 * Math.sin(t) ** 3;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - dip * Math.cos(4 * t);
    return [50 + 2.8 * width * x, 45 - 2.8 * y];
  };
  return from < 0.8
    ? [curve(shape)]
    : [curve((share) => shape(share / 2)), curve((share) => shape(1 - share / 2))];
}

function star(random: Random): Stroke[] {
  const points = random.next() < 0.7 ? 5 : 4 + random.integer(4);
  const inner = random.between(16, 28);
  return [polygon(spokes(CENTRE, [48, inner], points * 2, -0.25))];
}

/** Five lines without lifting the pen. */
function starOfLines(random: Random): Stroke[] {
  const corners = spokes(CENTRE, [48], 5, -0.25 + random.between(-0.03, 0.03));
  return [polygon([0, 2, 4, 1, 3].map((at) => corners[at]!))];
}

function house(random: Random): Stroke[] {
  const eaves = random.between(35, 55);
  const [left, right] = [random.between(8, 20), random.between(80, 92)];
  const walls = polygon([
    [left, eaves],
    [right, eaves],
    [right, 96],
    [left, 96],
  ]);
  const roof = polyline([
    [left - random.between(0, 8), eaves],
    [50, random.between(2, 15)],
    [right + random.between(0, 8), eaves],
  ]);
  const door = polyline([
    [42, 96],
    [42, 72],
    [60, 72],
    [60, 96],
  ]);
  const window = polygon([
    [65, 60],
    [76, 60],
    [76, 72],
    [65, 72],
  ]);
  const further = [door, window].filter(() => random.next() < 0.5);
  return [walls, roof, ...further];
}

function smiley(random: Random): Stroke[] {
  const eye = random.between(1, 6);
  const [y, apart] = [random.between(32, 42), random.between(12, 20)];
  const sad = random.next() < 0.2;
  const mouth = sad
    ? arc([50, 82], random.between(16, 26), random.between(8, 16), 0.55, 0.95)
    : arc([50, random.between(55, 62)], random.between(16, 28), random.between(10, 22), 0.03, 0.47);
  const eyes =
    random.next() < 0.7
      ? [arc([50 - apart, y], eye, eye), arc([50 + apart, y], eye, eye)]
      : [50 - apart, 50 + apart].map((x) =>
          polyline([
            [x, y - 6],
            [x, y + 6],
          ]),
        );
  const nose =
    random.next() < 0.3
      ? [
          polyline([
            [50, 44],
            [47, 56],
            [53, 56],
          ]),
        ]
      : [];
  const face = random.next() < 0.88 ? [arc(CENTRE, near(random, 46, 4), near(random, 46, 4))] : [];
  return [...face, ...eyes, mouth, ...nose];
}

function spiral(random: Random): Stroke[] {
  const turns = random.between(2.2, 5);
  const way = random.next() < 0.5 ? 1 : -1;
  const start = random.next();
  return [
    curve((share) => {
      const angle = 2 * Math.PI * (start + way * turns * share);
      const radius = 4 + 44 * share;
      return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
    }, 90),
  ];
}

function arrow(random: Random): Stroke[] {
  const angle = random.next() * 2 * Math.PI;
  const to = (along: number, across: number): Point => [
    50 + along * Math.cos(angle) - across * Math.sin(angle),
    50 + along * Math.sin(angle) + across * Math.cos(angle),
  ];
  const head = random.between(14, 30);
  const shaft = polyline([to(-48, 0), to(48, 0)]);
  if (random.next() < 0.25) {
    const half = random.between(8, 16);
    return [
      polygon([
        to(-48, -half),
        to(10, -half),
        to(10, -half - 18),
        to(48, 0),
        to(10, half + 18),
        to(10, half),
        to(-48, half),
      ]),
    ];
  }
  const tip = polyline([to(48 - head, -head), to(48, 0), to(48 - head, head)]);
  const both = random.next() < 0.15;
  const tail = polyline([to(head - 48, -head), to(-48, 0), to(head - 48, head)]);
  return both ? [shaft, tip, tail] : [shaft, tip];
}

function tick(random: Random): Stroke[] {
  const [x, y] = [random.between(22, 36), random.between(75, 95)];
  return [
    polyline([
      [random.between(0, 10), random.between(45, 62)],
      [x, y],
      [random.between(90, 100), random.between(0, 15)],
    ]),
  ];
}

function zigzag(random: Random): Stroke[] {
  const turns = 7 + random.integer(9);
  const height = random.between(25, 80);
  return [
    polyline(
      Array.from({ length: turns }, (_, at): Point => [
        (at / (turns - 1)) * 100 + random.between(-3, 3),
        (at % 2) * height + random.between(-6, 6),
      ]),
    ),
  ];
}

const rectangle = (left: number, top: number, right: number, bottom: number): Stroke =>
  polygon([
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]);

function box(random: Random): Stroke[] {
  const half = random.between(25, 48);
  const outer = rectangle(3, 50 - half, 97, 50 + half);
  return random.next() < 0.6
    ? [outer]
    : [outer, rectangle(20, 50 - half * 0.6, 80, 50 + half * 0.6)];
}

function crossHatch(random: Random): Stroke[] {
  const lean = random.between(20, 60);
  const lines = (sign: number): Stroke[] =>
    Array.from({ length: 4 + random.integer(5) }, (_, at) => {
      const x = at * random.between(14, 20);
      return polyline([
        [50 + sign * (x - 50 - lean / 2), near(random, 5, 5)],
        [50 + sign * (x - 50 + lean / 2), near(random, 95, 5)],
      ]);
    });
  return [...lines(1), ...lines(-1)];
}

/** Many strokes side by side, or one that goes to and fro, as if to blacken something. */
function hatching(random: Random): Stroke[] {
  const lean = random.between(-40, 40);
  const count = 6 + random.integer(9);
  const lines = Array.from({ length: count }, (_, at): [Point, Point] => [
    [(at / count) * 100, random.between(0, 12)],
    [(at / count) * 100 + lean, random.between(88, 100)],
  ]);
  return random.next() < 0.5
    ? lines.map((line) => polyline(line))
    : [polyline(lines.flatMap(([top, bottom], at) => (at % 2 ? [bottom, top] : [top, bottom])))];
}

/** Loops and waves of changing height from left to right, and a line under it at times. */
function signature(random: Random): Stroke[] {
  const loops = random.between(3, 8);
  const phase = random.next() * 6;
  const swell = random.between(0.5, 2.5);
  const line = curve((share) => {
    const angle = 2 * Math.PI * loops * share;
    const height = 12 + 14 * Math.abs(Math.sin(swell * angle * 0.37 + phase));
    return [share * 130 + 9 * Math.cos(angle), 40 + height * Math.sin(angle)];
  }, 120);
  return random.next() < 0.4
    ? [
        line,
        polyline([
          [10, 75],
          [125, near(random, 68, 8)],
        ]),
      ]
    : [line];
}

function dash(random: Random): Stroke[] {
  return [
    polyline([
      [0, 50],
      [100, near(random, 50, 12)],
    ]),
  ];
}

function twoDashes(random: Random): Stroke[] {
  const apart = random.between(14, 40);
  return Array.from({ length: 2 + random.integer(2) }, (_, at) =>
    polyline([
      [near(random, 3, 4), at * apart],
      [near(random, 97, 4), at * apart + random.between(-4, 4)],
    ]),
  );
}

/** A place gone over again and again. */
function blot(random: Random): Stroke[] {
  const turns = random.between(5, 10);
  const flat = random.between(0.5, 1);
  return [
    curve((share) => {
      const angle = 2 * Math.PI * turns * share;
      const radius = 45 * Math.abs(Math.sin(share * random.between(8, 9) + 1));
      return [50 + radius * Math.cos(angle), 50 + flat * radius * Math.sin(angle)];
    }, 160),
  ];
}

function dots(random: Random): Stroke[] {
  return Array.from({ length: 3 + random.integer(9) }, () => {
    const at: Point = [random.between(0, 100), random.between(0, 100)];
    const size = random.between(1, 5);
    return random.next() < 0.5
      ? arc(at, size, size)
      : polyline([at, [at[0] + random.between(-14, 14), at[1] + random.between(-14, 14)]]);
  });
}

function triangle(random: Random): Stroke[] {
  return [polygon(spokes(CENTRE, [50], 3, random.next() < 0.7 ? -0.25 : random.next()))];
}

function cube(random: Random): Stroke[] {
  const shift = random.between(18, 35);
  const lower = 100 - shift;
  const front = rectangle(0, shift, lower, 100);
  if (random.next() < 0.5) {
    const back = rectangle(shift, 0, 100, lower);
    const edges: [Point, Point][] = [
      [
        [0, shift],
        [shift, 0],
      ],
      [
        [lower, shift],
        [100, 0],
      ],
      [
        [lower, 100],
        [100, lower],
      ],
      [
        [0, 100],
        [shift, lower],
      ],
    ];
    return [front, back, ...edges.map((edge) => polyline(edge))];
  }
  return [
    front,
    polyline([
      [0, shift],
      [shift, 0],
      [100, 0],
      [lower, shift],
    ]),
    polyline([
      [100, 0],
      [100, lower],
      [lower, 100],
    ]),
  ];
}

function flower(random: Random): Stroke[] {
  const petals = 4 + random.integer(5);
  const size = random.between(10, 15);
  const ring = spokes([50, 38], [25], petals, random.next());
  const leaves = ring.map((at) => arc(at, size, size, random.next(), 1 + random.next() * 0.2));
  const stem =
    random.next() < 0.6
      ? [
          polyline([
            [50, 62],
            [near(random, 50, 6), 100],
          ]),
        ]
      : [];
  return [arc([50, 38], 10, 10), ...leaves, ...stem];
}

function sun(random: Random): Stroke[] {
  const rays = 6 + random.integer(8);
  const radius = random.between(16, 26);
  const inner = spokes(CENTRE, [radius + 4], rays, 0);
  const outer = spokes(CENTRE, [random.between(40, 50)], rays, 0);
  return [arc(CENTRE, radius, radius), ...inner.map((from, at) => polyline([from, outer[at]!]))];
}

function cloud(random: Random): Stroke[] {
  const bumps = 5 + random.integer(4);
  const depth = random.between(5, 11);
  return [
    curve((share) => {
      const angle = 2 * Math.PI * share;
      const bump = depth * Math.abs(Math.sin((bumps * angle) / 2));
      return [50 + (38 + bump) * Math.cos(angle), 50 + (20 + bump) * Math.sin(angle)];
    }, 100),
  ];
}

function fish(random: Random): Stroke[] {
  const height = random.between(14, 26);
  const body = arc([42, 50], 40, height, 0.05, 0.95);
  const tail = polyline([
    [80, 52],
    [100, 50 - height],
    [98, 50 + height],
    [80, 48],
  ]);
  return random.next() < 0.6 ? [body, tail, arc([20, 45], 3, 3)] : [body, tail];
}

function stickFigure(random: Random): Stroke[] {
  const arms = random.between(38, 50);
  return [
    arc([50, 14], 13, 13),
    polyline([
      [50, 27],
      [50, 65],
    ]),
    random.next() < 0.5
      ? polyline([
          [22, arms],
          [78, near(random, arms, 8)],
        ])
      : polyline([
          [20, arms + 15],
          [50, arms - 5],
          [80, arms + 12],
        ]),
    polyline([
      [28, 100],
      [50, 65],
      [72, 100],
    ]),
  ];
}

function tree(random: Random): Stroke[] {
  const trunk = polyline([
    [44, 98],
    [45, 62],
    [56, 62],
    [57, 98],
  ]);
  if (random.next() < 0.5) {
    return [trunk, ...cloud(random).map((s) => s.map(([x, y]): Point => [x, y - 18]))];
  }
  const tiers = 1 + random.integer(3);
  return [
    trunk,
    ...Array.from({ length: tiers }, (_, at) => {
      const top = (at * 60) / (tiers + 1);
      return polygon([
        [50, top],
        [50 + 22 + at * 8, top + 34],
        [50 - 22 - at * 8, top + 34],
      ]);
    }),
  ];
}

function car(random: Random): Stroke[] {
  const roof = random.between(20, 35);
  return [
    polygon([
      [0, 70],
      [0, 50],
      [20, 48],
      [34, roof],
      [68, roof],
      [80, 48],
      [100, 52],
      [100, 70],
    ]),
    arc([24, 74], 10, 10),
    arc([76, 74], 10, 10),
  ];
}

function cup(random: Random): Stroke[] {
  const wide = random.between(55, 72);
  const steam = Array.from({ length: random.integer(3) }, (_, at) =>
    curve((share) => [20 + at * 20 + 4 * Math.sin(share * 8), 20 - share * 20], 14),
  );
  return [
    polyline([
      [5, 28],
      [12, 92],
      [wide - 6, 92],
      [wide, 28],
      [5, 28],
    ]),
    arc([wide, 55], 18, 18, -0.25, 0.25),
    ...steam,
  ];
}

function envelope(random: Random): Stroke[] {
  const half = random.between(25, 38);
  return [
    rectangle(0, 50 - half, 100, 50 + half),
    polyline([
      [0, 50 - half],
      [50, near(random, 55, 6)],
      [100, 50 - half],
    ]),
  ];
}

/** A ball of loops. */
function knot(random: Random): Stroke[] {
  const [a, b] = [2 + random.integer(4), 3 + random.integer(5)];
  const phase = random.between(0, Math.PI);
  return [
    curve(
      (share) => [
        50 + 48 * Math.sin(2 * Math.PI * a * share + phase),
        50 + 48 * Math.sin(2 * Math.PI * (b + 0.37) * share),
      ],
      160,
    ),
  ];
}

/** A ring with bulges where chance wants them. */
function closedCurve(random: Random): Stroke[] {
  const waves = [2, 3, 4, 5, 6].map((count) => ({
    count,
    size: random.between(0, 26) / Math.sqrt(count),
    phase: random.next() * 2 * Math.PI,
  }));
  // Near a ring it would be a zero.
  waves[1 + random.integer(4)]!.size += 14;
  return [
    curve((share) => {
      const angle = 2 * Math.PI * share;
      const bulge = waves.reduce(
        (sum, { count, size, phase }) => sum + size * Math.sin(count * angle + phase),
        0,
      );
      const radius = Math.max(6, 42 + bulge);
      return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
    }, 90),
  ];
}

/** Something that was struck out. */
function crossedOut(random: Random): Stroke[] {
  const under = random.next() < 0.5 ? signature(random) : closedCurve(random);
  const bars = Array.from({ length: 2 + random.integer(3) }, () => {
    const y = random.between(20, 80);
    return polyline([
      [0, y],
      [115, near(random, y, 30)],
    ]);
  });
  return [...under, ...bars];
}

/** A line that changes its mind all the time. */
function wanderingLine(random: Random): Stroke[] {
  let [x, y] = [50, 50];
  let heading = random.between(0, 2 * Math.PI);
  const nerves = random.between(0.9, 1.8);
  const points: Point[] = [[x, y]];
  for (let step = 0; step < 60; step++) {
    heading += random.between(-nerves, nerves);
    x = Math.min(100, Math.max(0, x + Math.cos(heading) * 12));
    y = Math.min(100, Math.max(0, y + Math.sin(heading) * 12));
    points.push([x, y]);
  }
  return [points];
}

function gridOfLines(random: Random): Stroke[] {
  const [rows, columns] = [3 + random.integer(3), 3 + random.integer(3)];
  const line = (at: number, count: number) => (at / (count - 1)) * 100 + random.between(-3, 3);
  return [
    ...Array.from({ length: rows }, (_, at) =>
      polyline([
        [0, line(at, rows)],
        [100, line(at, rows)],
      ]),
    ),
    ...Array.from({ length: columns }, (_, at) =>
      polyline([
        [line(at, columns), 0],
        [line(at, columns), 100],
      ]),
    ),
  ];
}

/** Two lines across two others, with moves played in some of the fields. */
function noughtsAndCrosses(random: Random): Stroke[] {
  const lines: [Point, Point][] = [
    [
      [35, 0],
      [35, 100],
    ],
    [
      [67, 0],
      [67, 100],
    ],
    [
      [0, 35],
      [100, 35],
    ],
    [
      [0, 67],
      [100, 67],
    ],
  ];
  const moves = Array.from({ length: random.integer(5) }, (): Stroke[] => {
    const [x, y] = [17 + 33 * random.integer(3), 17 + 33 * random.integer(3)];
    return random.next() < 0.5
      ? [arc([x, y], 10, 10)]
      : [
          polyline([
            [x - 9, y - 9],
            [x + 9, y + 9],
          ]),
          polyline([
            [x + 9, y - 9],
            [x - 9, y + 9],
          ]),
        ];
  });
  return [...lines.map((line) => polyline(line)), ...moves.flat()];
}

/** One in the other, or beside it. */
function rings(random: Random): Stroke[] {
  if (random.next() < 0.5) {
    const inner = random.between(8, 30);
    return [arc(CENTRE, 48, 48), arc(CENTRE, inner, inner)];
  }
  const apart = random.between(22, 40);
  const count = 3 + random.integer(3);
  return Array.from({ length: count }, (_, at) =>
    arc([at * apart, 50 + (at % 2) * random.between(0, 25)], 24, 24),
  );
}

function boxWithCross(random: Random): Stroke[] {
  const [a, b] = [random.between(8, 25), random.between(75, 92)];
  const frame = random.next() < 0.6 ? rectangle(0, 0, 100, 100) : arc(CENTRE, 50, 50);
  const diagonal = polyline([
    [a, a],
    [b, b],
  ]);
  const inside =
    random.next() < 0.5
      ? [
          diagonal,
          polyline([
            [b, a],
            [a, b],
          ]),
        ]
      : tick(random).map((s) => s.map(([x, y]): Point => [20 + x * 0.7, 15 + y * 0.7]));
  return [frame, ...inside];
}

function glasses(random: Random): Stroke[] {
  const size = random.between(16, 24);
  return [
    arc([24, 50], size, size),
    arc([78, 50], size, size),
    arc([51, 48], 8, 6, 0.5, 1),
    ...(random.next() < 0.6
      ? [
          polyline([
            [2, 46],
            [-14, 36],
          ]),
          polyline([
            [100, 46],
            [116, 36],
          ]),
        ]
      : []),
  ];
}

function waves(random: Random): Stroke[] {
  const lines = 1 + random.integer(3);
  const turns = random.between(2.5, 6);
  return Array.from({ length: lines }, (_, at) =>
    curve((share) => [share * 120, at * 24 + 9 * Math.sin(2 * Math.PI * turns * share)], 70),
  );
}

/** Lines, rings and bows in any place: nothing that anybody has a name for. */
function randomShapes(random: Random): Stroke[] {
  const point = (): Point => [random.between(0, 100), random.between(0, 100)];
  return Array.from({ length: 4 + random.integer(5) }, () => {
    const choice = random.next();
    if (choice < 0.45) return polyline([point(), point()]);
    if (choice < 0.6) return polyline([point(), point(), point()]);
    const from = random.next();
    const to = choice < 0.8 ? from + random.between(0.2, 0.7) : from + 1;
    return arc(point(), random.between(6, 34), random.between(6, 34), from, to);
  });
}

/** A line from corner to corner that crosses itself. */
function polygonOfChance(random: Random): Stroke[] {
  const corners = Array.from({ length: 6 + random.integer(5) }, (): Point => [
    random.between(0, 100),
    random.between(0, 100),
  ]);
  return [random.next() < 0.5 ? polygon(corners) : polyline(corners)];
}
