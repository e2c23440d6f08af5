import {
  ADD,
  ADD_I32X4,
  assemble,
  type Assembled,
  type Code,
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

const LOAD_BYTE: Code = [0x2d, ...place(0)];
const STORE_BYTE: Code = [0x3a, ...place(0)];
const LOAD_WORD: Code = [0x2f, ...place(0)];
const LOAD_I32: Code = [0x28, ...place(0)];
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
  const [FROM, LENGTH, COUNTS, END, BYTE, FOUR] = [0, 1, 2, 3, 4, 5];
  const countOf = (tone: Code, many: number): Code => [
    [get(COUNTS), tone, i32(2), SHIFT_LEFT, ADD, tee(BYTE)],
    [get(BYTE), LOAD_I32, i32(many), ADD, STORE_I32],
  ];
  const byte = (offset: number): Code => [get(FROM), 0x2d, ...place(0, offset)];
  const one: Code = [countOf(byte(0), 1), add(FROM, i32(1))];
  return {
    name: 'countBytes',
    parameters: parametersOf(3),
    results: [],
    locals: [
      [2, I32],
      [1, V128],
    ],
    body: [
      [get(FROM), get(LENGTH), ADD, set(END)],
      until(
        [get(FROM), i32(16), ADD, get(END), IS_MORE],
        [
          // Neighbours are mostly alike.
          [get(FROM), loadV128(), tee(FOUR), get(FROM), LOAD_BYTE, SPLAT_BYTES],
          [ARE_BYTES_EQUAL, ARE_ALL_BYTES_SET],
          [0x04, 0x40, countOf(byte(0), 16), 0x05],
          Array.from({ length: 16 }, (_, offset) => countOf(byte(offset), 1)),
          0x0b,
          add(FROM, i32(16)),
        ],
      ),
      until([get(FROM), get(END), IS_AS_MUCH], one),
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

/** What `Kernels` describes, on the memory that is imported. */
export const assembleKernels = (): Uint8Array<ArrayBuffer> =>
  assemble([
    ofTwo('largestFloats', LARGEST_FLOATS),
    ofTwo('smallestFloats', SMALLEST_FLOATS),
    ofTwo('eitherBits', EITHER_BITS),
    sumsOfSquares(),
    extremesOfSquares(),
    countBytes(),
    distancesAlong(),
    nearestInRows(),
  ]);
