import { describe, expect, it } from '@jest/globals';
import { inOneByte } from './one-byte.mjs';

const valueOf = (/** @type {string} */ code) => new Function(`return ${code};`)();

describe('inOneByte', () => {
  it.each([
    "'it’s “read”…'",
    '"emoji 😀, é and \\\\→"',
    '`${1 + 1} → 2`',
    '[..."a→b😀"].map((one) => /^[→😀]$/u.test(one)).join()',
    '"ab→".replace(/[→]/g, "’")',
    "({ Δ: 'δ' }).Δ",
  ])('means the same: %s', (code) => {
    const one = inOneByte(code);
    expect(Buffer.from(one, 'latin1').toString('latin1')).toBe(one);
    expect(valueOf(one)).toEqual(valueOf(code));
  });

  it('leaves what has one byte as it is', () => {
    expect(inOneByte("'é\\n'")).toBe("'é\\n'");
  });

  it('refuses what it would change', () => {
    expect(() => inOneByte("'\\→'")).toThrow('Escaped beyond Latin-1');
  });
});
