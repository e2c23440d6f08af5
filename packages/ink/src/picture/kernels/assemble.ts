import {
  ADD,
  ADD_I32X4,
  assemble,
  type Assembled,
  type Code,
  F32,
  F64,
  get,
  I32,
  i32,
  IS_ANY,
  IS_AS_MUCH,
  IS_LESS,
  IS_MORE,
  IS_ZERO,
  loadV128,
  MULTIPLY,
  onlyIf,
  place,
  repeat,
  set,
  SHIFT_LEFT,
  storeV128,
  SUBTRACT,
  tee,
  until,
  V128,
  vector,
  ZEROS,
} from '../../wasm/index.js';

const ONES = vector(0x0c, ...new Array<number>(16).fill(255));
const LOAD_4_BYTES = vector(0x5c, ...place(0));
const SPLAT_BYTES = vector(0x0f);
const SPLAT_I32 = vector(0x11);
const LARGEST_BYTES = vector(0x79);
const SMALLEST_BYTES = vector(0x77);
const ARE_BYTES_EQUAL = vector(0x23);
const ARE_ALL_BYTES_SET = vector(0x63);
const EITHER_BITS = vector(0x50);
const LOW_BYTES_AS_WORDS = vector(0x89);
const HIGH_BYTES_AS_WORDS = vector(0x8a);
const ADD_WORDS = vector(0x8e);
const LOW_WORDS_AS_I32 = vector(0xa9);
const IS_MORE_I32X4 = vector(0x3b);
const MULTIPLY_I32X4 = vector(0xb5);
const SMALLEST_I32X4 = vector(0xb6);
const SMALLEST_FLOATS = vector(0xe8);
const LARGEST_FLOATS = vector(0xe9);

const AND_BITS = vector(0x4e);
const XOR_BITS = vector(0x51);
const ADD_BYTES = vector(0x6e);
const IS_AT_MOST_BYTES = vector(0x2a);
const IS_AT_MOST_SIGNED_BYTES = vector(0x29);
const HIGHEST_BITS = vector(0x64);
const IS_MORE_FLOATS = vector(0x44);
const BYTES_OF_WORDS = vector(0x65);
const WORDS_OF_I32 = vector(0x85);
const SPLAT_FLOAT = vector(0x13);
const load2Floats = (offset = 0): Code => vector(0x5d, ...place(0, offset));
const SPLAT_DOUBLE = vector(0x14);
const LOAD_DOUBLE_TWICE = vector(0x0a, ...place(0));
const DOUBLES_OF_FLOATS = vector(0x5f);
const FLOATS_OF_DOUBLES = vector(0x5e);
const ADD_DOUBLES = vector(0xf0);
const SUBTRACT_DOUBLES = vector(0xf1);
const MULTIPLY_DOUBLES = vector(0xf2);
const DIVIDE_DOUBLES = vector(0xf3);
const storeDouble = (index: number, offset = 0): Code => vector(0x5b, ...place(0, offset), index);
const storeFloat = (index: number): Code => vector(0x5a, ...place(0), index);
const AND: Code = [0x71];
const COUNT_BITS: Code = [0x69];

const UNSIGNED_BYTES_OF_WORDS = vector(0x66);
const SUMS_OF_PAIRS = vector(0x7d);
const SPLAT_WORDS = vector(0x10);
const SHIFT_WORDS_RIGHT = vector(0x8d);

const LOAD_BYTE: Code = [0x2d, ...place(0)];
const STORE_BYTE: Code = [0x3a, ...place(0)];
const LOAD_WORD: Code = [0x2f, ...place(0)];
const STORE_I32: Code = [0x36, ...place(0)];

const add = (local: number, value: Code): Code => [get(local), value, ADD, set(local)];
/** For each 16 bytes: the last ones may be partly beyond the end. */
const by16 = (at: number, end: number, body: Code): Code => [
  [i32(0), set(at)],
  repeat(body, [get(at), i32(16), ADD, tee(at), get(end), IS_LESS]),
];

const parametersOf = (count: number): number[] => new Array<number>(count).fill(I32);

/** `(a, b, to, bytes)` */
function ofTwo(name: string, operation: Code): Assembled {
  const [A, B, TO, BYTES, AT] = [0, 1, 2, 3, 4];
  const body = by16(AT, BYTES, [
    [get(TO), get(AT), ADD],
    [get(A), get(AT), ADD, loadV128()],
    [get(B), get(AT), ADD, loadV128()],
    [operation, storeV128()],
  ]);
  return { name, parameters: parametersOf(4), results: [], locals: [[1, I32]], body };
}

/** Goes through bands of `factor` rows, of which the last may have fewer; `from` and `height` are used up. */
function inBands(
  at: { from: number; width: number; height: number; factor: number; left: number },
  steps: { readonly begin: Code; readonly row: Code; readonly end: Code },
): Code {
  return until(
    [get(at.height), IS_ZERO],
    [
      steps.begin,
      [get(at.factor), get(at.height), get(at.factor), get(at.height), IS_LESS, 0x1b, set(at.left)],
      [get(at.height), get(at.left), SUBTRACT, set(at.height)],
      until(
        [get(at.left), IS_ZERO],
        [steps.row, add(at.from, get(at.width)), [get(at.left), i32(1), SUBTRACT, set(at.left)]],
      ),
      steps.end,
    ],
  );
}

/** `(from, to, length, rows, fromStep, toStep)` */
function copyRows(): Assembled {
  const [FROM, TO, LENGTH, ROWS, FROM_STEP, TO_STEP, AT] = [0, 1, 2, 3, 4, 5, 6];
  const body = until(
    [get(ROWS), IS_ZERO],
    [
      by16(AT, LENGTH, [[get(TO), get(AT), ADD, get(FROM), get(AT), ADD, loadV128(), storeV128()]]),
      [add(FROM, get(FROM_STEP)), add(TO, get(TO_STEP))],
      [get(ROWS), i32(1), SUBTRACT, set(ROWS)],
    ],
  );
  return { name: 'copyRows', parameters: parametersOf(6), results: [], locals: [[1, I32]], body };
}

/** `(from, to, length, rows, margin, outside)` */
function frameRows(): Assembled {
  const [FROM, TO, LENGTH, ROWS, MARGIN, OUTSIDE, AT, ALL] = [0, 1, 2, 3, 4, 5, 6, 7];
  const body: Code = [
    [get(OUTSIDE), SPLAT_I32, set(ALL)],
    until(
      [get(ROWS), IS_ZERO],
      [
        by16(AT, LENGTH, [
          [get(TO), get(AT), ADD, get(FROM), get(AT), ADD, loadV128(), storeV128()],
        ]),
        [add(FROM, get(LENGTH)), add(TO, get(LENGTH))],
        by16(AT, MARGIN, [get(TO), get(AT), ADD, get(ALL), storeV128()]),
        add(TO, get(MARGIN)),
        [get(ROWS), i32(1), SUBTRACT, set(ROWS)],
      ],
    ),
  ];
  return {
    name: 'frameRows',
    parameters: parametersOf(6),
    results: [],
    locals: [
      [1, I32],
      [1, V128],
    ],
    body,
  };
}

/** `(from, width, height, factor, line, to)` */
function sumsOfSquares(): Assembled {
  const [FROM, WIDTH, HEIGHT, FACTOR, LINE, TO] = [0, 1, 2, 3, 4, 5];
  const [AT, LEFT, END, SUM, BYTES] = [6, 7, 8, 9, 10];
  const inLine: Code = [get(LINE), get(AT), i32(1), SHIFT_LEFT, ADD];
  const afterLine: Code = [get(LINE), get(WIDTH), i32(1), SHIFT_LEFT, ADD];
  const begin: Code = [
    [get(WIDTH), get(FACTOR), ADD, i32(1), SHIFT_LEFT, i32(32), ADD, set(END)],
    by16(AT, END, [get(LINE), get(AT), ADD, ZEROS, storeV128()]),
  ];
  const row = by16(AT, WIDTH, [
    [get(FROM), get(AT), ADD, loadV128(), set(BYTES)],
    [inLine, inLine, loadV128(), get(BYTES), LOW_BYTES_AS_WORDS, ADD_WORDS, storeV128()],
    [inLine, inLine, loadV128(16), get(BYTES), HIGH_BYTES_AS_WORDS, ADD_WORDS, storeV128(16)],
  ]);
  const end: Code = [
    // What the last bytes of each row took from beyond it.
    [afterLine, ZEROS, storeV128(), afterLine, ZEROS, storeV128(16)],
    [get(LINE), set(AT)],
    repeat(
      [
        [i32(0), set(SUM), get(AT), get(FACTOR), i32(1), SHIFT_LEFT, ADD, set(END)],
        repeat(
          [get(SUM), get(AT), LOAD_WORD, ADD, set(SUM)],
          [get(AT), i32(2), ADD, tee(AT), get(END), IS_LESS],
        ),
        [get(TO), get(SUM), STORE_I32, add(TO, i32(4))],
      ],
      [get(AT), afterLine, IS_LESS],
    ),
  ];
  const at = { from: FROM, width: WIDTH, height: HEIGHT, factor: FACTOR, left: LEFT };
  return {
    name: 'sumsOfSquares',
    parameters: parametersOf(6),
    results: [],
    locals: [
      [4, I32],
      [1, V128],
    ],
    body: inBands(at, { begin, row, end }),
  };
}

/** `(from, width, height, factor, lows, highs, toLow, toHigh)` */
function extremesOfSquares(): Assembled {
  const [FROM, WIDTH, HEIGHT, FACTOR, LOWS, HIGHS, TO_LOW, TO_HIGH] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [AT, LEFT, END, STEP, LOW, HIGH] = [8, 9, 10, 11, 12, 13];
  const low: Code = [get(LOWS), get(AT), ADD];
  const high: Code = [get(HIGHS), get(AT), ADD];
  const begin: Code = [
    [get(WIDTH), get(FACTOR), ADD, i32(16), ADD, set(END)],
    by16(AT, END, [low, ONES, storeV128(), high, ZEROS, storeV128()]),
  ];
  const row = by16(AT, WIDTH, [
    [get(FROM), get(AT), ADD, loadV128(), set(LOW)],
    [low, low, loadV128(), get(LOW), SMALLEST_BYTES, storeV128()],
    [high, high, loadV128(), get(LOW), LARGEST_BYTES, storeV128()],
  ]);
  const end: Code = [
    // What the last bytes of each row took from beyond it.
    [get(WIDTH), set(AT)],
    [low, ONES, storeV128(), high, ZEROS, storeV128()],
    by16(AT, WIDTH, [
      [low, loadV128(), set(LOW), high, loadV128(), set(HIGH), i32(1), set(STEP)],
      until(
        [get(STEP), get(FACTOR), IS_AS_MUCH],
        [
          [get(LOW), low, get(STEP), ADD, loadV128(), SMALLEST_BYTES, set(LOW)],
          [get(HIGH), high, get(STEP), ADD, loadV128(), LARGEST_BYTES, set(HIGH)],
          add(STEP, i32(1)),
        ],
      ),
      [low, get(LOW), storeV128(), high, get(HIGH), storeV128()],
    ]),
    [i32(0), set(AT)],
    repeat(
      [
        [get(TO_LOW), low, LOAD_BYTE, STORE_BYTE, add(TO_LOW, i32(1))],
        [get(TO_HIGH), high, LOAD_BYTE, STORE_BYTE, add(TO_HIGH, i32(1))],
      ],
      [get(AT), get(FACTOR), ADD, tee(AT), get(WIDTH), IS_LESS],
    ),
  ];
  const at = { from: FROM, width: WIDTH, height: HEIGHT, factor: FACTOR, left: LEFT };
  return {
    name: 'extremesOfSquares',
    parameters: parametersOf(8),
    results: [],
    locals: [
      [4, I32],
      [2, V128],
    ],
    body: inBands(at, { begin, row, end }),
  };
}

/** `(from, length, counts)` */
function countBytes(): Assembled {
  const [FROM, LENGTH, COUNTS, END, PLACE, NEXT] = [0, 1, 2, 3, 4, 5];
  /** A processor waits for a count before it counts the same again: so four take turns. */
  const countOf = (offset: number, many: number): Code => [
    [get(COUNTS), get(FROM), 0x2d, ...place(0, offset), i32(2), SHIFT_LEFT, ADD],
    [tee(PLACE), get(PLACE), 0x28, ...place(0, 1024 * offset), i32(many), ADD],
    [0x36, ...place(0, 1024 * offset)],
  ];
  return {
    name: 'countBytes',
    parameters: parametersOf(3),
    results: [],
    locals: [[3, I32]],
    body: [
      [get(FROM), get(LENGTH), ADD, set(END)],
      until(
        [get(FROM), i32(16), ADD, tee(NEXT), get(END), IS_MORE],
        [
          // Neighbours are mostly alike.
          [get(FROM), loadV128(), get(FROM), LOAD_BYTE, SPLAT_BYTES],
          [ARE_BYTES_EQUAL, ARE_ALL_BYTES_SET],
          onlyIf([countOf(0, 16), get(NEXT), set(FROM)]),
          until(
            [get(FROM), get(NEXT), IS_AS_MUCH],
            [[0, 1, 2, 3].map((offset) => countOf(offset, 1)), add(FROM, i32(4))],
          ),
        ],
      ),
      until([get(FROM), get(END), IS_AS_MUCH], [countOf(0, 1), add(FROM, i32(1))]),
    ],
  };
}

/** `(set, to, stride, count)` */
function distancesAlong(): Assembled {
  const [SET, TO, STRIDE, COUNT, AT, PLACE] = [0, 1, 2, 3, 4, 5];
  const here: Code = [get(TO), get(AT), i32(2), SHIFT_LEFT, ADD, set(PLACE)];
  const ONE: Code = [i32(1), SPLAT_I32];
  return {
    name: 'distancesAlong',
    parameters: parametersOf(4),
    results: [],
    locals: [[2, I32]],
    body: [
      until(
        [get(AT), get(COUNT), IS_AS_MUCH],
        [
          [here, get(PLACE)],
          [get(SET), get(AT), ADD, LOAD_4_BYTES, LOW_BYTES_AS_WORDS, LOW_WORDS_AS_I32],
          [get(PLACE), get(STRIDE), SUBTRACT, loadV128(), ONE, ADD_I32X4],
          [MULTIPLY_I32X4, storeV128()],
          add(AT, i32(4)),
        ],
      ),
      until(
        [get(AT), IS_ZERO],
        [
          [get(AT), i32(4), SUBTRACT, set(AT)],
          [here, get(PLACE), get(PLACE), loadV128()],
          [get(PLACE), get(STRIDE), ADD, loadV128(), ONE, ADD_I32X4],
          [SMALLEST_I32X4, storeV128()],
        ],
      ),
    ],
  };
}

/** `(distances, stride, rows, width, line, beyond, furthest)` */
function nearestInRows(): Assembled {
  const [DISTANCES, STRIDE, ROWS, WIDTH, LINE, BEYOND, FURTHEST] = [0, 1, 2, 3, 4, 5, 6];
  const [AT, AWAY, BEST, ADDED, NEXT, OPEN] = [7, 8, 9, 10, 11, 12];
  const here: Code = [get(DISTANCES), get(AT), ADD];
  const inLine: Code = [get(LINE), get(AT), ADD];
  const bytesAway: Code = [get(AWAY), i32(2), SHIFT_LEFT];
  const square = (of: Code): Code => [of, of, MULTIPLY, SPLAT_I32];
  const noteIfOver = (level: Code): Code => [
    [get(OPEN), get(BEST), level, IS_MORE_I32X4, EITHER_BITS, set(OPEN)],
  ];
  return {
    name: 'nearestInRows',
    parameters: parametersOf(7),
    results: [],
    locals: [
      [2, I32],
      [4, V128],
    ],
    body: until(
      [get(ROWS), IS_ZERO],
      [
        [ZEROS, set(OPEN)],
        by16(AT, STRIDE, [
          [here, loadV128(), tee(BEST), get(BEST), MULTIPLY_I32X4, set(BEST)],
          [inLine, get(BEST), storeV128(), here, get(BEST), storeV128()],
          noteIfOver([i32(1), SPLAT_I32]),
        ]),
        // Beyond the last column, where the stride is longer.
        [get(LINE), get(WIDTH), i32(2), SHIFT_LEFT, ADD, get(BEYOND), SPLAT_I32, storeV128()],
        [i32(1), set(AWAY)],
        until(
          [get(OPEN), IS_ANY, IS_ZERO, get(AWAY), get(FURTHEST), IS_MORE, 0x72],
          [
            [square(get(AWAY)), set(ADDED), square([get(AWAY), i32(1), ADD]), set(NEXT)],
            [ZEROS, set(OPEN)],
            by16(AT, STRIDE, [
              [inLine, bytesAway, SUBTRACT, loadV128(), inLine, bytesAway, ADD, loadV128()],
              [SMALLEST_I32X4, get(ADDED), ADD_I32X4, here, loadV128(), SMALLEST_I32X4, set(BEST)],
              [here, get(BEST), storeV128()],
              noteIfOver(get(NEXT)),
            ]),
            add(AWAY, i32(1)),
          ],
        ),
        add(DISTANCES, get(STRIDE)),
        [get(ROWS), i32(1), SUBTRACT, set(ROWS)],
      ],
    ),
  };
}

/** `(a, b, share, to, count)` */
function mixFloats(): Assembled {
  const [A, B, SHARE, TO, COUNT, AT, OWN] = [0, 1, 2, 3, 4, 5, 6];
  const doublesOf = (from: number, offset: number): Code => [
    [get(from), get(AT), ADD, load2Floats(offset), DOUBLES_OF_FLOATS],
  ];
  const two = (offset: number): Code => [
    [get(TO), get(AT), ADD],
    [doublesOf(A, offset), tee(OWN), doublesOf(B, offset), get(OWN), SUBTRACT_DOUBLES],
    [get(SHARE), SPLAT_DOUBLE, MULTIPLY_DOUBLES, ADD_DOUBLES],
    [FLOATS_OF_DOUBLES, storeDouble(0, offset)],
  ];
  return {
    name: 'mixFloats',
    parameters: [I32, I32, F64, I32, I32],
    results: [],
    locals: [
      [1, I32],
      [1, V128],
    ],
    body: [[get(COUNT), i32(2), SHIFT_LEFT, set(COUNT)], by16(AT, COUNT, [two(0), two(8)])],
  };
}

/** `(from, share, to, count)` */
function addShare(): Assembled {
  const [FROM, SHARE, TO, COUNT, AT] = [0, 1, 2, 3, 4];
  return {
    name: 'addShare',
    parameters: [I32, F64, I32, I32],
    results: [],
    locals: [[1, I32]],
    body: [
      [get(COUNT), i32(3), SHIFT_LEFT, set(COUNT)],
      by16(AT, COUNT, [
        [get(TO), get(AT), ADD, get(TO), get(AT), ADD, loadV128()],
        [get(FROM), load2Floats(), DOUBLES_OF_FLOATS, get(SHARE), SPLAT_DOUBLE],
        [MULTIPLY_DOUBLES, ADD_DOUBLES, storeV128(), add(FROM, i32(8))],
      ]),
    ],
  };
}

/** `(values, level, to, count)` */
function areAbove(): Assembled {
  const [VALUES, LEVEL, TO, COUNT, AT] = [0, 1, 2, 3, 4];
  const four = (offset: number): Code => [
    [get(VALUES), get(AT), i32(2), SHIFT_LEFT, ADD, loadV128(offset)],
    [get(LEVEL), SPLAT_FLOAT, IS_MORE_FLOATS],
  ];
  const body = by16(AT, COUNT, [
    [get(TO), get(AT), ADD],
    [four(0), four(16), WORDS_OF_I32, four(32), four(48), WORDS_OF_I32, BYTES_OF_WORDS],
    [i32(1), SPLAT_BYTES, AND_BITS, storeV128()],
  ]);
  return {
    name: 'areAbove',
    parameters: [I32, F32, I32, I32],
    results: [],
    locals: [[1, I32]],
    body,
  };
}

/** `(before, row, after, length, level)` */
function countGrains(): Assembled {
  const [BEFORE, ROW, AFTER, LENGTH, LEVEL] = [0, 1, 2, 3, 4];
  const [AT, COUNT, LEFT, OWN] = [5, 6, 7, 8];
  const dark = (row: number, offset = 0): Code => [
    [get(row), get(AT), ADD, loadV128(offset), get(LEVEL), SPLAT_BYTES, IS_AT_MOST_BYTES],
  ];
  const differs = (of: Code): Code => [of, get(OWN), XOR_BITS];
  return {
    name: 'countGrains',
    parameters: parametersOf(5),
    results: [I32],
    locals: [
      [3, I32],
      [1, V128],
    ],
    body: [
      by16(AT, LENGTH, [
        [dark(ROW, 1), set(OWN)],
        [differs(dark(ROW)), differs(dark(ROW, 2)), ADD_BYTES],
        [differs(dark(BEFORE, 1)), ADD_BYTES, differs(dark(AFTER, 1)), ADD_BYTES],
        // Each that differs is -1; 253 is -3.
        [i32(253), SPLAT_BYTES, IS_AT_MOST_SIGNED_BYTES, HIGHEST_BITS],
        // Without what is beyond the end.
        [get(LENGTH), get(AT), SUBTRACT, tee(LEFT), i32(16), get(LEFT), i32(16), IS_LESS, 0x1b],
        [set(LEFT), i32(1), get(LEFT), SHIFT_LEFT, i32(1), SUBTRACT, AND, COUNT_BITS],
        [get(COUNT), ADD, set(COUNT)],
      ]),
      get(COUNT),
    ],
  };
}

/** `(values, width, height, radius, room, sums, rowCounts, columnCounts, to)` */
function localMeans(): Assembled {
  const [VALUES, WIDTH, HEIGHT, RADIUS, ROOM, SUMS, ROW_COUNTS, COLUMN_COUNTS, TO] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ];
  const [AT, LINE, FROM, INTO, ACROSS, DOWN, MEAN] = [9, 10, 11, 12, 13, 14, 15];
  const inRoom: Code = [get(ROOM), get(AT), ADD];
  const clear = (bytes: number): Code => by16(AT, bytes, [inRoom, ZEROS, storeV128()]);
  /** A row of values into the sums of the columns. */
  const row = (line: Code, operation: Code): Code => [
    [line, get(WIDTH), MULTIPLY, i32(2), SHIFT_LEFT, get(VALUES), ADD, set(FROM)],
    by16(AT, ACROSS, [
      [inRoom, inRoom, loadV128(), get(FROM), load2Floats(), DOUBLES_OF_FLOATS, operation],
      [storeV128(), add(FROM, i32(8))],
    ]),
  ];
  /** A column of these sums, of which each is a row in memory, into those of the windows. */
  const column = (line: Code, operation: Code): Code => [
    [line, get(DOWN), MULTIPLY, get(SUMS), ADD, set(FROM)],
    by16(AT, DOWN, [
      [inRoom, inRoom, loadV128(), get(FROM), get(AT), ADD, loadV128(), operation, storeV128()],
    ]),
  ];
  const forEach = (end: number, body: Code): Code => [
    [i32(0), set(LINE)],
    repeat(body, [get(LINE), i32(1), ADD, tee(LINE), get(end), IS_LESS]),
  ];
  /** What is within half a window at the begin, then what comes in and what goes out. */
  const running = (end: number, step: (line: Code, operation: Code) => Code, note: Code): Code => [
    [i32(0), set(LINE)],
    until(
      [get(LINE), get(RADIUS), IS_AS_MUCH, get(LINE), get(end), IS_AS_MUCH, 0x72],
      [step(get(LINE), ADD_DOUBLES), add(LINE, i32(1))],
    ),
    forEach(end, [
      [get(LINE), get(RADIUS), ADD, get(end), IS_LESS],
      onlyIf(step([get(LINE), get(RADIUS), ADD], ADD_DOUBLES)),
      [get(LINE), get(RADIUS), IS_MORE],
      onlyIf(step([get(LINE), get(RADIUS), SUBTRACT, i32(1), SUBTRACT], SUBTRACT_DOUBLES)),
      note,
    ]),
  ];
  /** Doubles are handled in pairs. */
  const pairs = (count: number): Code => [
    get(count),
    i32(1),
    ADD,
    i32(1),
    0x76,
    i32(4),
    SHIFT_LEFT,
  ];
  return {
    name: 'localMeans',
    parameters: parametersOf(9),
    results: [],
    locals: [
      [6, I32],
      [1, V128],
    ],
    body: [
      [pairs(WIDTH), set(ACROSS), pairs(HEIGHT), set(DOWN)],
      clear(ACROSS),
      running(HEIGHT, row, [
        [get(SUMS), get(LINE), i32(3), SHIFT_LEFT, ADD, set(INTO)],
        by16(AT, ACROSS, [
          [inRoom, loadV128(), set(MEAN), get(INTO), get(MEAN), storeDouble(0)],
          [add(INTO, get(DOWN)), get(INTO), get(MEAN), storeDouble(1), add(INTO, get(DOWN))],
        ]),
      ]),
      clear(DOWN),
      running(WIDTH, column, [
        [get(TO), get(LINE), i32(2), SHIFT_LEFT, ADD, set(INTO)],
        by16(AT, DOWN, [
          [inRoom, loadV128(), get(ROW_COUNTS), get(AT), ADD, loadV128()],
          [get(COLUMN_COUNTS), get(LINE), i32(3), SHIFT_LEFT, ADD, LOAD_DOUBLE_TWICE],
          [MULTIPLY_DOUBLES, DIVIDE_DOUBLES, FLOATS_OF_DOUBLES, set(MEAN)],
          [get(INTO), get(MEAN), storeFloat(0), add(INTO, [get(WIDTH), i32(2), SHIFT_LEFT])],
          [get(INTO), get(MEAN), storeFloat(1), add(INTO, [get(WIDTH), i32(2), SHIFT_LEFT])],
        ]),
      ]),
    ],
  };
}

/** `(values, to, count)` */
function binsOfFloats(): Assembled {
  const [VALUES, TO, COUNT, AT, FOUR] = [0, 1, 2, 3, 4];
  const splatFloat = (bytes: readonly number[]): Code => [0x43, ...bytes, SPLAT_FLOAT];
  const splatDouble = (bytes: readonly number[]): Code => [0x44, ...bytes, SPLAT_DOUBLE];
  const ONE = splatFloat([0, 0, 0x80, 0x3f]);
  const MOST = splatDouble([0, 0, 0, 0, 0, 0xe0, 0x6f, 0x40]);
  const HALF = splatDouble([0, 0, 0, 0, 0, 0, 0xe0, 0x3f]);
  const upper = vector(0x0d, ...[8, 9, 10, 11, 12, 13, 14, 15], ...[0, 1, 2, 3, 4, 5, 6, 7]);
  const lowerOfBoth = vector(
    0x0d,
    ...[0, 1, 2, 3, 4, 5, 6, 7],
    ...[16, 17, 18, 19, 20, 21, 22, 23],
  );
  const binsOfTwo: Code = [
    [DOUBLES_OF_FLOATS, MOST, MULTIPLY_DOUBLES, HALF, ADD_DOUBLES],
    // Rounds down, to whole numbers.
    vector(0xfc),
  ];
  const four = (offset: number): Code => [
    [get(VALUES), get(AT), i32(2), SHIFT_LEFT, ADD, loadV128(offset)],
    [ZEROS, LARGEST_FLOATS, ONE, SMALLEST_FLOATS, tee(FOUR), binsOfTwo],
    [get(FOUR), get(FOUR), upper, binsOfTwo, lowerOfBoth],
  ];
  return {
    name: 'binsOfFloats',
    parameters: parametersOf(3),
    results: [],
    locals: [
      [1, I32],
      [1, V128],
    ],
    body: by16(AT, COUNT, [
      [get(TO), get(AT), ADD],
      [four(0), four(16), WORDS_OF_I32, four(32), four(48), WORDS_OF_I32],
      [UNSIGNED_BYTES_OF_WORDS, storeV128()],
    ]),
  };
}

/** `(row, below, to, count)` */
function meansOfFour(): Assembled {
  const [ROW, BELOW, TO, COUNT, AT] = [0, 1, 2, 3, 4];
  const pairs = (row: number, offset: number): Code => [
    [get(row), get(AT), i32(1), SHIFT_LEFT, ADD, loadV128(offset), SUMS_OF_PAIRS],
  ];
  const eight = (offset: number): Code => [
    [pairs(ROW, offset), pairs(BELOW, offset), ADD_WORDS, i32(2), SPLAT_WORDS, ADD_WORDS],
    [i32(2), SHIFT_WORDS_RIGHT],
  ];
  const body = by16(AT, COUNT, [
    [get(TO), get(AT), ADD, eight(0), eight(16), UNSIGNED_BYTES_OF_WORDS, storeV128()],
  ]);
  return {
    name: 'meansOfFour',
    parameters: parametersOf(4),
    results: [],
    locals: [[1, I32]],
    body,
  };
}

/** `(rows, length, line, first, second, third, factor, to, count)` */
function meansOfNine(): Assembled {
  const [ROWS, LENGTH, LINE, FIRST, SECOND, THIRD, FACTOR, TO, COUNT] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const AT = 9;
  const row = (half: Code): Code => [
    [get(ROWS), get(AT), ADD, loadV128(), half],
    [get(ROWS), get(LENGTH), ADD, get(AT), ADD, loadV128(), half, ADD_WORDS],
    [get(ROWS), get(LENGTH), i32(1), SHIFT_LEFT, ADD, get(AT), ADD, loadV128(), half, ADD_WORDS],
  ];
  const inLine: Code = [get(LINE), get(AT), i32(1), SHIFT_LEFT, ADD];
  const word = (column: number): Code => [
    [get(LINE), get(column), i32(1), SHIFT_LEFT, ADD, 0x2f, ...place(0)],
  ];
  return {
    name: 'meansOfNine',
    parameters: parametersOf(9),
    results: [],
    locals: [[1, I32]],
    body: [
      by16(AT, LENGTH, [
        [inLine, row(LOW_BYTES_AS_WORDS), storeV128()],
        [inLine, row(HIGH_BYTES_AS_WORDS), storeV128(16)],
      ]),
      until(
        [get(COUNT), IS_ZERO],
        [
          [get(TO), word(FIRST), word(SECOND), ADD, word(THIRD), ADD, i32(4), ADD],
          // A ninth, rounded: exact for sums as small as these, and quicker than a division.
          [i32(7282), MULTIPLY, i32(16), 0x76, STORE_BYTE],
          [add(TO, i32(1)), add(LINE, [get(FACTOR), i32(1), SHIFT_LEFT])],
          [get(COUNT), i32(1), SUBTRACT, set(COUNT)],
        ],
      ),
    ],
  };
}

/** What `Kernels` describes, on the memory that is imported: each small enough to be compiled at once. */
export const assembleKernels = (): readonly Uint8Array<ArrayBuffer>[] => [
  assemble([
    ofTwo('largestFloats', LARGEST_FLOATS),
    ofTwo('smallestFloats', SMALLEST_FLOATS),
    ofTwo('eitherBits', EITHER_BITS),
    copyRows(),
    frameRows(),
    localMeans(),
    distancesAlong(),
    nearestInRows(),
    areAbove(),
    mixFloats(),
    addShare(),
  ]),
  assemble([
    sumsOfSquares(),
    extremesOfSquares(),
    meansOfFour(),
    meansOfNine(),
    countBytes(),
    binsOfFloats(),
    countGrains(),
  ]),
];
