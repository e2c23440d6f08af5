/**
 * The inner loops of what is done to every pixel. All addresses are in bytes from the start of the memory; what
 * they write may reach up to 16 bytes beyond the end of what is meant, what they read up to 64.
 */
export interface Kernels {
  /** The larger of each two 32-bit floats. */
  readonly largestFloats: OfTwo;
  readonly smallestFloats: OfTwo;
  /** The bits that are set in one of two. */
  readonly eitherBits: OfTwo;
  /** Rows of `length` bytes from one place to another, each so many bytes after the one before it. */
  readonly copyRows: (
    from: number,
    to: number,
    length: number,
    rows: number,
    fromStep: number,
    toStep: number,
  ) => void;
  /** Rows that lie one after the other, with `margin` bytes after each of them that hold a 32-bit number. */
  readonly frameRows: (
    from: number,
    to: number,
    length: number,
    rows: number,
    margin: number,
    outside: number,
  ) => void;
  /**
   * Sums of squares of bytes, as 32-bit numbers. Squares at the right and at the bottom may be cut.
   *
   * @param factor side of a square, at most 256
   * @param line room for `2 * (width + factor) + 48` bytes
   */
  readonly sumsOfSquares: (
    from: number,
    width: number,
    height: number,
    factor: number,
    line: number,
    to: number,
  ) => void;
  /**
   * The least and the largest byte of each of these squares.
   *
   * @param lows room for `width + factor + 32` bytes, as `highs`
   */
  readonly extremesOfSquares: (
    from: number,
    width: number,
    height: number,
    factor: number,
    lows: number,
    highs: number,
    toLow: number,
    toHigh: number,
  ) => void;
  /** Adds to four times 256 counts, 32-bit numbers, how often there is each byte: their sums are. */
  readonly countBytes: (from: number, length: number, counts: number) => void;
  /**
   * For each byte that is 1 how many rows it is, up or down, to the next one that is 0; 0 for the others.
   *
   * @param to 32-bit numbers; with a row before and one after them, where one row less stands than to what lies outside
   * @param stride of a row of these numbers, in bytes
   * @param count a multiple of 4
   */
  readonly distancesAlong: (set: number, to: number, stride: number, count: number) => void;
  /**
   * From such distances to the squares of those in all directions, in place.
   *
   * @param stride of a row, in bytes; a multiple of 16
   * @param line room for a row of 32-bit numbers, with what lies outside, `beyond`, on either side as far as `furthest`
   * @param beyond the square of the distance of what lies outside
   * @param furthest how many columns away is looked at most
   */
  readonly nearestInRows: (
    distances: number,
    stride: number,
    rows: number,
    width: number,
    line: number,
    beyond: number,
    furthest: number,
  ) => void;
  /** The rounded means of squares of 2x2 bytes, of two rows; `count` of them. */
  readonly meansOfFour: (row: number, below: number, to: number, count: number) => void;
  /**
   * The rounded means of 3x3 bytes each, of three rows that lie one after the other.
   *
   * @param line room for `2 * length + 32` bytes
   * @param first the columns of the first one; `factor` further right are those of the second
   * @param count how many means
   */
  readonly meansOfNine: (
    rows: number,
    length: number,
    line: number,
    first: number,
    second: number,
    third: number,
    factor: number,
    to: number,
    count: number,
  ) => void;
  /**
   * The mean of each float's square window, cut at the edges.
   *
   * @param room for the longer of a row and a column of doubles, and one more
   * @param sums for so many doubles as there are values, with an even number of rows and columns
   * @param rowCounts doubles: how many rows are in each one's window; an even number of them
   * @param to floats, with an even number of rows
   */
  readonly localMeans: (
    values: number,
    width: number,
    height: number,
    radius: number,
    room: number,
    sums: number,
    rowCounts: number,
    columnCounts: number,
    to: number,
  ) => void;
  /** Floats that lie between two each, so far from the first one to the second: worked out in doubles. */
  readonly mixFloats: (a: number, b: number, share: number, to: number, count: number) => void;
  /**
   * Adds so much of floats to doubles.
   *
   * @param to an even number of doubles
   */
  readonly addShare: (from: number, share: number, to: number, count: number) => void;
  /** For each float a byte, 1 where it is above a level. */
  readonly areAbove: (values: number, level: number, to: number, count: number) => void;
  /** For each float its bin, a byte: of 256 over 0..1, what lies outside in the outer ones. */
  readonly binsOfFloats: (values: number, to: number, count: number) => void;
  /**
   * How many bytes of a row, from the second one on, differ from at least three of their four neighbours by being at
   * most `level` or not.
   */
  readonly countGrains: (
    before: number,
    row: number,
    after: number,
    length: number,
    level: number,
  ) => number;
}

/** Of `bytes` bytes, from `a` and `b` to a place that may be `a`. */
type OfTwo = (a: number, b: number, to: number, bytes: number) => void;
