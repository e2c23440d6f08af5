import {
  ADD,
  ADD_I32X4,
  assemble,
  type Code,
  F32,
  get,
  I32,
  i32,
  IS_ANY,
  IS_AS_MUCH,
  IS_LESS,
  IS_MORE,
  lane,
  MULTIPLY,
  onlyIf,
  place,
  range,
  repeat,
  set,
  SHIFT_LEFT,
  tee,
  until,
  V128,
  vector,
  ZEROS,
} from '@inkling/ink/wasm';

/** Of an embedding along its main axes, see `Heads`. */
export const HEAD_NUMBERS = 32;

type Locals = [number, number, number, number, number, number, number, number, number];

const F32_IS_MORE: Code = [0x5e];
const F32_ADD: Code = [0x92];
const F32_MULTIPLY: Code = [0x94];
const F32_OF_I32: Code = [0xb2];

const LOAD_V128 = vector(0x00, ...place(4));
const load8BytesAsI16 = (offset = 0): Code => vector(0x01, ...place(3, offset));
const DOT_I16X8 = vector(0xba);
const F32X4_OF_I32X4 = vector(0xfa);
const ADD_F32X4 = vector(0xe4);
const MULTIPLY_F32X4 = vector(0xe6);
const F32X4_IS_MORE = vector(0x44);
const SPLAT_F32 = vector(0x13);
const floatLane = (index: number): Code => vector(0x1f, index);
/** Of two vectors of four numbers each, 0 to 3 and 4 to 7, those that are named. */
const pick = (...numbers: readonly number[]): Code =>
  vector(0x0d, ...numbers.flatMap((number) => range(4).map((byte) => 4 * number + byte)));

/** Rows at a time: each number of the query is loaded once for all of them. */
const ROWS_AT_ONCE = 4;

// Parameters, then locals.
const [ROWS, COUNT, SIZE, QUERY, SCALES, RESTS, REACH, FLOOR, FOUND] = range(9) as Locals;
const [ROW, AT, FOUND_COUNT, FIRST, PLACE, SCORE] = [9, 10, 11, 12, 13, 14];
const SUMS = 15;
const OF_QUERY = SUMS + ROWS_AT_ONCE;
const SCORES = OF_QUERY + 1;
const FLOORS = SCORES + 1;
const REACHES = FLOORS + 1;
const ABOVE = REACHES + 1;
/** A query of `HEAD_NUMBERS`, as far as it is kept. */
const OF_HEAD = ABOVE + 1;
const EIGHTS = range(HEAD_NUMBERS / 8);

/** The dot products of the query with some rows, into `SUMS`. */
const multiply = (rows: number): Code => [
  range(rows).map((row) => [ZEROS, set(SUMS + row)]),
  i32(0),
  set(AT),
  repeat(
    [
      [get(QUERY), get(AT), i32(1), SHIFT_LEFT, ADD, LOAD_V128, set(OF_QUERY)],
      range(rows).map((row) => [
        get(SUMS + row),
        [get(ROWS), get(SIZE), i32(row), MULTIPLY, ADD, get(AT), ADD, load8BytesAsI16()],
        [get(OF_QUERY), DOT_I16X8, ADD_I32X4, set(SUMS + row)],
      ]),
    ],
    [get(AT), i32(8), ADD, tee(AT), get(SIZE), IS_LESS],
  ),
];

const addressOf = (floats: number): Code => [[get(floats), get(ROW), i32(2), SHIFT_LEFT, ADD]];
/** A float that the row has, and those of four. */
const ofRow = (floats: number): Code => [addressOf(floats), 0x2a, ...place(2)];
const ofFour = (floats: number): Code => [addressOf(floats), vector(0x00, ...place(2))];

/** The same with rows of `HEAD_NUMBERS`, without a loop over them. */
const multiplyHeads = (rows: number): Code =>
  range(rows).map((row) => [
    EIGHTS.map((eight) => [
      [get(ROWS), load8BytesAsI16(HEAD_NUMBERS * row + 8 * eight)],
      [get(OF_HEAD + eight), DOT_I16X8, eight > 0 ? ADD_I32X4 : []],
    ]),
    set(SUMS + row),
  ]);

/** Notes a row and a score. */
const note = (row: number, score: Code): Code => [
  [get(FOUND), get(FOUND_COUNT), i32(3), SHIFT_LEFT, ADD],
  [get(ROW), i32(row), ADD, 0x36, ...place(2)],
  [get(FOUND), get(FOUND_COUNT), i32(3), SHIFT_LEFT, ADD],
  [score, 0x38, ...place(2, 4)],
  [get(FOUND_COUNT), i32(1), ADD, set(FOUND_COUNT)],
];

/** Notes a row where its score is above the floor. */
const judgeOne: Code = [
  range(4).map((index) => [get(SUMS), lane(index)]),
  [ADD, ADD, ADD, F32_OF_I32],
  [ofRow(SCALES), F32_MULTIPLY, ofRow(RESTS), get(REACH), F32_MULTIPLY, F32_ADD],
  [tee(SCORE), get(FLOOR), F32_IS_MORE],
  onlyIf(note(0, get(SCORE))),
];

/** The sums of two vectors each: those of the first in 0 and 2, of the second in 1 and 3. */
const halves = (row: number): Code => [
  [get(SUMS + row), get(SUMS + row + 1), pick(0, 4, 1, 5)],
  [get(SUMS + row), get(SUMS + row + 1), pick(2, 6, 3, 7)],
  ADD_I32X4,
];

/** The same of four rows; that none is above the floor, as nearly always, is seen at once. */
const judgeFour: Code = [
  [halves(0), set(SUMS), halves(2), set(SUMS + 2)],
  [get(SUMS), get(SUMS + 2), pick(0, 1, 4, 5)],
  [get(SUMS), get(SUMS + 2), pick(2, 3, 6, 7)],
  [ADD_I32X4, F32X4_OF_I32X4, ofFour(SCALES), MULTIPLY_F32X4],
  [ofFour(RESTS), get(REACHES), MULTIPLY_F32X4, ADD_F32X4],
  [tee(SCORES), get(FLOORS), F32X4_IS_MORE, tee(ABOVE), IS_ANY],
  onlyIf(
    range(ROWS_AT_ONCE).map((row) => [
      [get(ABOVE), lane(row)],
      onlyIf(note(row, [get(SCORES), floatLane(row)])),
    ]),
  ),
];

const step = (rows: number, multiplied: Code): Code => [
  [multiplied, rows === 1 ? judgeOne : judgeFour],
  [get(ROW), i32(rows), ADD, set(ROW)],
  [get(ROWS), get(SIZE), i32(rows), MULTIPLY, ADD, set(ROWS)],
];

const goThrough = (multiplied: (rows: number) => Code): Code => [
  [get(FLOOR), SPLAT_F32, set(FLOORS), get(REACH), SPLAT_F32, set(REACHES)],
  until(
    [get(ROW), i32(ROWS_AT_ONCE), ADD, get(COUNT), IS_MORE],
    step(ROWS_AT_ONCE, multiplied(ROWS_AT_ONCE)),
  ),
  until([get(ROW), get(COUNT), IS_AS_MUCH], step(1, multiplied(1))),
  get(FOUND_COUNT),
];

const scan = (): Code => goThrough(multiply);

const scanHeads = (): Code => [
  EIGHTS.map((eight) => [get(QUERY), vector(0x00, ...place(4, 16 * eight)), set(OF_HEAD + eight)]),
  [i32(HEAD_NUMBERS), set(SIZE)],
  goThrough(multiplyHeads),
];

const rescan = (): Code => [
  [get(ROWS), set(FIRST)],
  until(
    [get(PLACE), get(COUNT), IS_AS_MUCH],
    [
      [get(FOUND), get(PLACE), i32(3), SHIFT_LEFT, ADD, 0x28, ...place(2), set(ROW)],
      [get(FIRST), get(ROW), get(SIZE), MULTIPLY, ADD, set(ROWS)],
      [multiply(1), judgeOne],
      [get(PLACE), i32(1), ADD, set(PLACE)],
    ],
  ),
  get(FOUND_COUNT),
];

/** Pages of 64 KB that a memory can have. */
export const MOST_PAGES = 65_536;

/**
 * `scan`, `rescan` and `scanHeads` of `(rows, count, size, query, scales, rests, reach, floor, found)`, see `ScanKernel`, on the
 * memory that is imported as `memory` of `block`.
 *
 * @param isShared whether that memory is
 */
export function assembleScan(isShared: boolean): Uint8Array<ArrayBuffer> {
  const bodies = { scan: scan(), rescan: rescan(), scanHeads: scanHeads() };
  const functions = Object.entries(bodies).map(([name, body]) => ({
    name,
    parameters: [...new Array<number>(6).fill(I32), F32, F32, I32],
    results: [I32],
    locals: [
      [5, I32],
      [1, F32],
      [ROWS_AT_ONCE + 5 + HEAD_NUMBERS / 8, V128],
    ] as const,
    body,
  }));
  return assemble(functions, isShared ? { sharedPages: MOST_PAGES } : {});
}
