import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathsAt, replayOf } from './replay';

const starts = (replay: ReturnType<typeof replayOf>) =>
  replay.strokes.map(({ atMs }) => Math.round(atMs[0]!));

describe('replayOf', () => {
  it('keeps the pace of the hand when times count from the start of each stroke', () => {
    const replay = replayOf({
      strokes: [
        [
          [0, 0, 0],
          [0, 100, 300],
        ],
        [
          [50, 0, 0],
          [50, 100, 200],
        ],
      ],
    });
    // A pause that is not known is the least one.
    expect(starts(replay)).toEqual([0, 420]);
    expect(replay.durationMs).toBeCloseTo(620);
  });

  it('shortens the pause when times count from the start of the drawing', () => {
    const stroke = (startMs: number) => [
      [0, startMs / 10, startMs],
      [100, startMs / 10, startMs + 100],
    ];
    const replay = replayOf({ strokes: [stroke(0), stroke(300), stroke(9000)] });
    expect(starts(replay)).toEqual([0, 300, 900]);
  });

  it('draws strokes without times by their length', () => {
    const replay = replayOf({
      strokes: [
        [
          [0, 0],
          [0, 100],
        ],
        [
          [0, 0],
          [50, 0],
        ],
      ],
    });
    const [long, short] = replay.strokes.map(({ atMs }) => atMs.at(-1)! - atMs[0]!);
    expect(long! / short!).toBeCloseTo(2);
  });

  it('lasts a few seconds at most, and never runs backwards, whatever comes', () => {
    const coordinate = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const moment = fc.option(fc.double({ min: -1e6, max: 1e7, noNaN: true }), { nil: undefined });
    const point = fc.tuple(coordinate, coordinate, moment);
    const ink = fc.array(fc.array(point, { maxLength: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(ink, (strokes) => {
        const replay = replayOf({ strokes: strokes as number[][][] });
        expect(replay.durationMs).toBeLessThanOrEqual(6000.001);
        const times = replay.strokes.flatMap(({ atMs }) => [...atMs]);
        expect(times.every((ms, at) => at === 0 || ms >= times[at - 1]! - 1e-6)).toBe(true);
        expect(replay.box.every(Number.isFinite)).toBe(true);
        for (const path of pathsAt(replay, replay.durationMs))
          expect(path).not.toMatch(/NaN|undef/);
      }),
    );
  });
});

describe('pathsAt', () => {
  const replay = replayOf({
    strokes: [
      [
        [0, 0, 0],
        [100, 0, 100],
      ],
      [[50, 50, 400]],
    ],
  });

  it('grows along the stroke, between its points too', () => {
    expect(pathsAt(replay, 50)).toEqual(['M0 0L50 0', '']);
    expect(pathsAt(replay, 100)).toEqual(['M0 0L100 0', '']);
  });

  it('shows a dot, and everything in the end', () => {
    expect(pathsAt(replay, replay.durationMs)).toEqual(['M0 0L100 0', 'M50 50L50 50']);
    expect(pathsAt(replay, Infinity)).toEqual(['M0 0L100 0', 'M50 50L50 50']);
    expect(pathsAt(replay, -1)).toEqual(['', '']);
  });
});
