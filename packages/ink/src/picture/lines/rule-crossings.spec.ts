import { describe, expect, it } from '@jest/globals';
import { maskAbove, type Grid } from '../grid.js';
import { levelRulesOf, uprightRulesOf, withoutRules } from '../rules.js';
import { withoutCrossings } from './rule-crossings.js';

const SIDE = 120;
const ABOVE = 0.3;

/** Rules two pixels thick, 30 pixels apart, that fall by a part of their length, and what is drawn beside them. */
function squares(lean: number, isDrawn = (_x: number, _y: number) => false): Grid {
  const isRule = (at: number) => (((Math.round(at) - 15) % 30) + 30) % 30 < 2;
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    return +(isRule(y - lean * x) || isRule(x + lean * y) || isDrawn(x, y));
  });
  return { width: SIDE, height: SIDE, values };
}

function cleaned(ink: Grid): Grid {
  const mask = maskAbove(ink, ABOVE);
  const search = { above: ABOVE, clear: 0, shortest: SIDE / 2 };
  const rules = [...levelRulesOf(ink, mask, search), ...uprightRulesOf(ink, mask, search)];
  return withoutCrossings(withoutRules(ink, rules), rules);
}

const inkAt = ({ values }: Grid, x: number, y: number) => values[y * SIDE + x];

describe('withoutCrossings', () => {
  it.each([0, 0.03])('leaves nothing of squares that fall by %d', (lean) => {
    expect(cleaned(squares(lean)).values.filter((value) => value > 0.5)).toHaveLength(0);
  });

  it('keeps a stroke that goes through a crossing', () => {
    const rest = cleaned(squares(0, (x, y) => Math.abs(x - y) < 3 && x > 30 && x < 60));
    for (let at = 33; at < 58; at++) expect(inkAt(rest, at, at)).toBe(1);
    expect(inkAt(rest, 76, 76)).toBe(0);
  });
});
