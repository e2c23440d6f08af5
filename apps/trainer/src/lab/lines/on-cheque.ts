import { STRIP_HEIGHT, stripValueAt, type GreyPicture, type Strip } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';

/** Painted so many times as large, and brought to the pixels of a scan. */
const FINE = 3;

/** Of a field that was cut out, in pixels of the scan. */
const HEIGHT = { least: 30, most: 60 };

/** How much darker than the paper fine print is at a place, 0 or 1. */
type Print = (x: number, y: number) => number;

/** Fine print as security paper has it: hatching, dots, crossing waves, waves as wide as their gaps. */
function drawPrint(random: Random): Print {
  const period = random.between(3, 9) * FINE;
  const [angle, phase] = [random.between(0, Math.PI), random.between(0, 2 * Math.PI)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned =
    (print: (along: number, across: number) => boolean): Print =>
    (x, y) =>
      Number(print((x * cos + y * sin) / period, (y * cos - x * sin) / period));
  const wave = (at: number) => Math.sin(2 * Math.PI * at);
  const inTurn = (at: number) => at - Math.floor(at);
  const kinds = [
    turned((along) => wave(along) > 0.5),
    turned((along, across) => wave(along) * wave(across) > 0.5),
    turned((along, across) => {
      const bend = 0.8 * wave(along / 6 + phase);
      return Math.min(inTurn(across + bend), inTurn(across - bend)) < 0.22;
    }),
    turned((along, across) => inTurn((across + 1.5 * wave(along / 10 + phase)) / 2) < 0.5),
  ];
  return kinds[random.integer(kinds.length)]!;
}

/**
 * A line as the field of a scanned cheque that was cut out: some 30 to 60 pixels high, grey, printed all over, now and then
 * with a rule below the writing.
 */
export function onCheque(line: Strip, random: Random): GreyPicture {
  const high = Math.round(random.between(HEIGHT.least, HEIGHT.most));
  const scale = (high * FINE * random.between(0.5, 0.85)) / STRIP_HEIGHT;
  const left = random.between(0.1, 0.6) * high * FINE;
  const wide = Math.ceil((line.width * scale + 2 * left) / FINE);
  const top = (high * FINE - STRIP_HEIGHT * scale) / 2;
  const paper = random.between(150, 235);
  const [print, depth] = [drawPrint(random), random.between(8, 45)];
  const pen = paper * random.between(0.15, 0.5);
  const rule = random.next() < 0.5 ? high * FINE * random.between(0.86, 0.98) : Infinity;
  const toneAt = (x: number, y: number): number => {
    const ground = y >= rule && y < rule + FINE ? paper * 0.55 : paper - depth * print(x, y);
    const ink = stripValueAt(line, (y - top) / scale - 0.5, (x - left) / scale - 0.5);
    return ground + ink * (Math.min(pen, ground) - ground);
  };
  const pixels = new Uint8ClampedArray(wide * high);
  for (let at = 0; at < pixels.length; at++) {
    const [column, row] = [at % wide, Math.floor(at / wide)];
    let sum = 0;
    for (let part = 0; part < FINE * FINE; part++) {
      const x = column * FINE + (part % FINE) + 0.5;
      sum += toneAt(x, row * FINE + Math.floor(part / FINE) + 0.5);
    }
    pixels[at] = sum / (FINE * FINE) + 3 * nearNormal(random);
  }
  return { width: wide, height: high, pixels };
}
