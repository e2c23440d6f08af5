import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../../random.js';
import { arc, curve, near, polygon, polyline, spokes } from './sketch.js';

/**
 * Families of shapes: chance decides what each becomes, so that a network learns of things that nobody drew
 * for it.
 */

const CENTRE: Point = [50, 50];

/** Something with two equal sides, as fruits, bottles, lamps, leaves and faces have. */
export function mirroredOutline(random: Random): Stroke[] {
  const knots = 4 + random.integer(4);
  const radii = Array.from({ length: knots }, () => random.between(8, 46));
  // Pointed, flat, or round where the sides meet.
  const [top, bottom] = [endOf(random), endOf(random)];
  const side = (share: number): number => {
    const at = share * (knots - 1);
    const low = Math.min(knots - 2, Math.floor(at));
    const smooth = (1 - Math.cos(Math.PI * (at - low))) / 2;
    const radius = radii[low]! + smooth * (radii[low + 1]! - radii[low]!);
    return radius * top(share) * bottom(1 - share);
  };
  const right = curve((share) => [50 + side(share), 100 * share], 36);
  const left = curve((share) => [50 - side(1 - share), 100 * (1 - share)], 36);
  const more: Stroke[] = [];
  if (random.next() < 0.4)
    more.push(
      polyline([
        [50, 0],
        [near(random, 50, 14), -near(random, 16, 8)],
      ]),
    );
  if (random.next() < 0.3)
    more.push(
      polyline([
        [50, 100],
        [near(random, 50, 8), near(random, 122, 10)],
      ]),
    );
  if (random.next() < 0.35) {
    const at = random.between(0.25, 0.75);
    more.push(
      polyline([
        [50 - side(at), 100 * at],
        [50 + side(at), 100 * at],
      ]),
    );
  }
  if (random.next() < 0.25)
    more.push(
      polyline([
        [50, random.between(2, 30)],
        [50, random.between(60, 98)],
      ]),
    );
  const outline = [...right, ...left];
  return random.next() < 0.7 ? [outline, ...more] : [right, [...left].reverse(), ...more];
}

/** A round outline with dents, and something that grows out of it or through it: fruits, leaves, bags, bombs, planets. */
export function roundWithMore(random: Random): Stroke[] {
  const [lean, dents, depth] = [random.next(), 1 + random.integer(4), random.between(0, 0.25)];
  const [wide, high] = [random.between(28, 48), random.between(28, 48)];
  const radius = (share: number) => 1 + depth * Math.cos(2 * Math.PI * (dents * share + lean));
  const at = (share: number, part = 1): Point => [
    50 + wide * part * radius(share) * Math.cos(2 * Math.PI * share),
    50 + high * part * radius(share) * Math.sin(2 * Math.PI * share),
  ];
  const [from, turns] = [random.next(), random.between(1, 1.03)];
  const outline = curve((share) => at(from + share * turns), 40);
  const out = (): Stroke => {
    const root = random.next() < 0.6 ? 0.75 : random.next();
    const [x, y] = at(root, random.between(1.25, 1.7));
    return polyline([at(root, random.between(0.8, 1)), [near(random, x, 12), near(random, y, 8)]]);
  };
  const leaf = (): Stroke => {
    const [x, y] = at(random.next(), random.between(1.1, 1.4));
    return arc([x, y], random.between(6, 16), random.between(4, 9));
  };
  const through = (): Stroke => {
    const root = random.next();
    return polyline([at(root), CENTRE, at(root + 0.5 + random.between(-0.12, 0.12), 0.6)]);
  };
  const rim = (): Stroke => {
    const root = random.next();
    const [part, length] = [random.between(0.55, 0.8), random.between(0.1, 0.3)];
    return curve((share) => at(root + share * length, part), 12);
  };
  const choices = [out, leaf, through, rim];
  const more = Array.from({ length: 2 + random.integer(2) }, () =>
    choices[random.integer(choices.length)]!(),
  );
  return [outline, ...more];
}

function endOf(random: Random): (share: number) => number {
  const choice = random.next();
  if (choice < 0.4) return (share) => Math.min(1, share * 3);
  if (choice < 0.7) return (share) => (share === 0 ? 0 : 1);
  return (share) => Math.sqrt(Math.min(1, share * 3));
}

/** A ring or a box with lines, bows or points in it, as clocks, targets, buttons and wheels are. */
export function fullRing(random: Random): Stroke[] {
  const [wide, high, from] = [random.between(38, 50), random.between(38, 50), random.next()];
  const frame =
    random.next() < 0.7
      ? arc(CENTRE, wide, high, from, from + 1 + random.next() * 0.1)
      : polygon(spokes(CENTRE, [48], 4 + random.integer(4), random.next()));
  const inside = (): Point => {
    const [angle, radius] = [2 * Math.PI * random.next(), random.between(0, 32)];
    return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
  };
  const bent = (): Stroke =>
    polyline([inside(), random.next() < 0.5 ? CENTRE : inside(), inside()]);
  // A ring with one straight line in it may be a slashed zero or a Q.
  if (random.next() < 0.25) return [frame, bent()];
  const parts = Array.from({ length: 2 + random.integer(4) }, (): Stroke => {
    const choice = random.next();
    if (choice < 0.2) return bent();
    if (choice < 0.5) return polyline([random.next() < 0.6 ? CENTRE : inside(), inside()]);
    if (choice < 0.75) return arc(inside(), random.between(3, 10), random.between(3, 10));
    const from = random.next();
    return arc(inside(), random.between(6, 18), random.between(6, 18), from, from + 0.5);
  });
  return [frame, ...parts];
}

/** Corners in a ring, at the same distance or at any. */
export function outlineWithCorners(random: Random): Stroke[] {
  const corners = 4 + random.integer(6);
  // One with many corners at the same distance is a ring.
  const radii =
    corners < 7 && random.next() < 0.5
      ? [48]
      : Array.from({ length: corners }, () => random.between(14, 50));
  const outline = polygon(spokes(CENTRE, radii, corners, random.next()));
  return random.next() < 0.7
    ? [outline]
    : [outline, polyline(spokes(CENTRE, [random.between(8, 20)], 3, random.next()))];
}

/** A shape on a stick, as flags, signs, lollipops, balloons and torches are. */
export function onAStick(random: Random): Stroke[] {
  const foot: Point = [near(random, 50, 12), near(random, 108, 12)];
  const stick =
    random.next() < 0.6
      ? polyline([[50, 46], foot])
      : curve((share) => [50 + 5 * Math.sin(share * 9), 46 + share * 60], 24);
  const heads: (() => Stroke[])[] = [
    () => [arc([50, 24], 23, 22), arc([50, 24], random.between(5, 14), random.between(5, 14))],
    () => [polygon(spokes([50, 24], [25], 3 + random.integer(4), random.next()))],
    () => [polygon(spokes([50, 24], [26, 11], 8 + 2 * random.integer(3), random.next()))],
    () => [
      polygon([
        [50, 2],
        [92, 8],
        [88, 34],
        [50, 40],
      ]),
    ],
    () => [
      arc([50, 44], near(random, 42, 6), near(random, 34, 8), 0.5, 1),
      polyline([
        [8, 44],
        [92, 44],
      ]),
    ],
  ];
  return [stick, ...heads[random.integer(heads.length)]!()];
}

/** A line with a head on it, upright or lying, long heads and short ones. */
export function straightArrow(random: Random): Stroke[] {
  const angle = (Math.PI / 2) * random.integer(4) + random.between(-0.15, 0.15);
  const to = (along: number, across: number): Point => [
    50 + along * Math.cos(angle) - across * Math.sin(angle),
    50 + along * Math.sin(angle) + across * Math.cos(angle),
  ];
  const [long, half] = [random.between(14, 40), random.between(12, 34)];
  const tip = polyline([to(48 - long, -half), to(48, 0), to(48 - long, half)]);
  const closed = polygon([to(48 - long, -half), to(48, 0), to(48 - long, half)]);
  return [polyline([to(-48, 0), to(48, 0)]), random.next() < 0.75 ? tip : closed];
}

/** Boxes, rings and triangles that touch or overlap. */
export function fewShapes(random: Random): Stroke[] {
  const shape = (at: Point, size: number): Stroke => {
    const choice = random.next();
    if (choice < 0.35) return arc(at, size, size * random.between(0.6, 1.2));
    return polygon(spokes(at, [size], choice < 0.7 ? 4 : 3, random.next()));
  };
  const count = 2 + random.integer(3);
  let [x, y] = [30, 40];
  return Array.from({ length: count }, () => {
    const drawn = shape([x, y], random.between(14, 32));
    x += random.between(-10, 36);
    y += random.between(-14, 34);
    return drawn;
  });
}

/** Steps, battlements and the like: lines that turn at right angles. */
export function rightAngles(random: Random): Stroke[] {
  const turns = 5 + random.integer(6);
  let [x, y] = [0, random.between(20, 80)];
  const down = random.next() < 0.5;
  const corners: Point[] = [[x, y]];
  for (let turn = 0; turn < turns; turn++) {
    if (turn % 2 === 0) x += random.between(12, 24);
    else y += down ? random.between(12, 24) : (turn % 4 === 1 ? -1 : 1) * random.between(16, 40);
    corners.push([x, y]);
  }
  return [polyline(corners)];
}
