import { STRIP_HEIGHT, stripValueAt, type Strip } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';

/**
 * A strip as it comes out of a picture: with rules and borders that were not taken off, a print below the
 * writing, noise, pieces of neighbours, faint or thick ink, few pixels. Most get one or two of these.
 */
export function soil(strip: Strip, random: Random): Strip {
  let soiled = strip;
  for (const [chance, change] of CHANGES) {
    if (random.next() < chance) soiled = change(soiled, random);
  }
  return soiled;
}

type Change = (strip: Strip, random: Random) => Strip;

const CHANGES: readonly (readonly [chance: number, change: Change])[] = [
  [0.25, smaller],
  [0.15, neighbours],
  [0.12, ruled],
  [0.06, boxed],
  [0.12, printed],
  [0.15, fewPixels],
  [0.12, fading],
  [0.15, specks],
  [0.2, grain],
  [0.15, contrast],
];

const mapped = (
  { values, width }: Strip,
  change: (value: number, row: number, column: number) => number,
): Strip => ({
  width,
  values: values.map((value, at) => {
    const changed = change(value, Math.floor(at / width), at % width);
    return Math.min(1, Math.max(0, changed));
  }),
});

/** The row was cut out too high. */
function smaller(strip: Strip, random: Random): Strip {
  const scale = random.between(0.62, 0.97);
  const top = random.between(0, 1 - scale) * STRIP_HEIGHT;
  const width = Math.max(4, Math.ceil(strip.width * scale));
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = [(row + 0.5 - top) / scale - 0.5, (column + 0.5) / scale - 0.5];
      values[row * width + column] = stripValueAt(strip, y, x);
    }
  }
  return { values, width };
}

/** Feet or heads of the rows above and below. */
function neighbours(strip: Strip, random: Random): Strip {
  const values = strip.values.slice();
  const count = 1 + random.integer(4);
  for (let each = 0; each < count; each++) {
    const above = random.next() < 0.5;
    const deep = 1 + random.integer(5);
    let column = random.between(0, strip.width);
    const drift = random.between(-1.2, 1.2);
    for (let step = 0; step < deep; step++) {
      const row = above ? step : STRIP_HEIGHT - 1 - step;
      for (let wide = -1; wide <= 1; wide++) {
        const at = Math.round(column + wide);
        if (at >= 0 && at < strip.width) values[row * strip.width + at] = random.between(0.5, 1);
      }
      column += drift;
    }
  }
  return { values, width: strip.width };
}

function ruled(strip: Strip, random: Random): Strip {
  const place = random.next() < 0.6 ? random.between(22, 31) : random.between(0, 31);
  const tilt = random.between(-0.02, 0.02);
  const [thick, dark] = [random.between(0.5, 1.3), random.between(0.2, 0.9)];
  const broken = random.next() < 0.3 ? 3 + random.integer(5) : 0;
  return mapped(strip, (value, row, column) => {
    const away = Math.abs(row - place - tilt * column);
    const isGap = broken > 0 && column % (2 * broken) >= broken;
    return isGap ? value : Math.max(value, dark * Math.min(1, Math.max(0, thick - away + 0.5)));
  });
}

/** Upright sides of boxes, one for each character or around the line. */
function boxed(strip: Strip, random: Random): Strip {
  const every = random.next() < 0.5 ? strip.width - 3 : random.between(18, 30);
  const from = random.between(0, 3);
  const [thick, dark] = [random.between(0.4, 1), random.between(0.2, 0.8)];
  return mapped(strip, (value, _, column) => {
    const away = Math.abs(((column - from + every / 2) % every) - every / 2);
    return Math.max(value, dark * Math.min(1, Math.max(0, thick - away + 0.5)));
  });
}

/** A pattern of waves, as cheques have it. */
function printed(strip: Strip, random: Random): Strip {
  const [down, along] = [random.between(-1.6, 1.6), random.between(-1.2, 1.2)];
  const [bend, slow] = [random.between(0, 2.5), random.between(0.05, 0.25)];
  const dark = random.between(0.1, 0.45);
  const sharp = random.between(1, 4);
  return mapped(strip, (value, row, column) => {
    const phase = down * row + along * column + bend * Math.sin(slow * (column + row));
    return Math.max(value, dark * (0.5 + 0.5 * Math.sin(phase)) ** sharp);
  });
}

/** Made smaller and larger again. */
function fewPixels(strip: Strip, random: Random): Strip {
  const scale = random.between(0.4, 0.8);
  const width = Math.max(2, Math.round(strip.width * scale));
  const height = Math.round(STRIP_HEIGHT * scale);
  const small = new Float32Array(width * STRIP_HEIGHT);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      small[row * width + column] = stripValueAt(
        strip,
        (row + 0.5) / scale - 0.5,
        (column + 0.5) / scale - 0.5,
      );
    }
  }
  const source = { values: small, width };
  return mapped(strip, (_, row, column) =>
    stripValueAt(source, (row + 0.5) * scale - 0.5, (column + 0.5) * scale - 0.5),
  );
}

/** A pen that gives more ink here than there. */
function fading(strip: Strip, random: Random): Strip {
  const least = random.between(0.3, 0.8);
  const [phase, slow] = [random.between(0, 6), random.between(0.02, 0.15)];
  return mapped(
    strip,
    (value, row, column) =>
      value * (least + (1 - least) * (0.5 + 0.5 * Math.sin(phase + slow * column + 0.1 * row))),
  );
}

function specks(strip: Strip, random: Random): Strip {
  const values = strip.values.slice();
  const count = 1 + random.integer(Math.ceil(strip.width / 6));
  for (let each = 0; each < count; each++) {
    const at = random.integer(values.length);
    values[at] = Math.max(values[at]!, random.between(0.3, 1));
    if (random.next() < 0.4 && at + 1 < values.length) values[at + 1] = values[at]!;
  }
  return { values, width: strip.width };
}

function grain(strip: Strip, random: Random): Strip {
  const deviation = random.between(0.02, 0.12);
  return mapped(strip, (value) => value + deviation * nearNormal(random));
}

/** Harder or softer edges. */
function contrast(strip: Strip, random: Random): Strip {
  const [steep, middle] = [random.between(0.7, 5), random.between(0.3, 0.6)];
  return mapped(strip, (value) => 0.5 + steep * (value - middle));
}
