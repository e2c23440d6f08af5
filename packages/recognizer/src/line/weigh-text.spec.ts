import { describe, expect, it } from '@jest/globals';
import { weighText } from './weigh-text.js';

const CHARACTERS = [...'0147lO.'];
const settings = { characters: CHARACTERS, temperature: 1 };

/** At each step these characters have these probabilities; what is left is shared. `_` is blank. */
function output(...steps: Readonly<Record<string, number>>[]) {
  const classes = [...CHARACTERS, '_'];
  const rows = steps.flatMap((said) => {
    const rest = 1 - Object.values(said).reduce((sum, value) => sum + value, 0);
    const others = classes.length - Object.keys(said).length;
    return classes.map((each) => Math.log(said[each] ?? rest / others));
  });
  return { steps: steps.length, logits: Float32Array.from(rows) };
}

const blank = { _: 0.98 };
const seventeen = output(blank, { '1': 0.9, '7': 0.06 }, blank, { '7': 0.9, '1': 0.06 }, blank);

describe('weighText', () => {
  it('finds nothing better than what the network reads', () => {
    expect(weighText(seventeen, settings, { task: 'digits' }, '17')).toEqual({
      read: '17',
      excess: 0,
    });
  });

  it('says what fits better, and by how much', () => {
    const { read, excess } = weighText(seventeen, settings, { task: 'digits' }, '11');
    expect(read).toBe('17');
    expect(excess).toBeCloseTo(Math.log(0.9 / 0.06), 1);
    const both = weighText(seventeen, settings, { task: 'digits' }, '71');
    expect(both.excess).toBeCloseTo(2 * Math.log(0.9 / 0.06), 1);
    expect(weighText(seventeen, settings, { task: 'digits' }, '1717171')).toEqual({
      read: '17',
      excess: Infinity,
    });
  });

  it('asks as the line was asked for, and allows what the text has besides', () => {
    const either = output(blank, { O: 0.6, '0': 0.3 }, blank);
    expect(weighText(either, settings, { task: 'digits' }, '0').excess).toBe(0);
    expect(weighText(either, settings, { task: 'text' }, '0')).toMatchObject({ read: 'O' });
    const pointed = output(blank, { '1': 0.95 }, blank, { '.': 0.9 }, blank);
    expect(weighText(pointed, settings, { task: 'digits' }, '1.').excess).toBe(0);
    expect(weighText(pointed, settings, { task: 'digits' }, '1').excess).toBeLessThan(0.1);
  });

  it('lets symbols speak neither for a text nor against it', () => {
    const weigh = (text: string, said = seventeen) =>
      weighText(said, settings, { task: 'text' }, text);
    expect(weigh('1ä')).toEqual({ read: '1ä', excess: 0 });
    expect(weigh('ß7')).toEqual({ read: 'ß7', excess: 0 });
    const wrong = weigh('4ä');
    expect(wrong.read).toBe('1ä');
    const alone = output(blank, { '1': 0.9, '7': 0.06 }, blank);
    expect(wrong.excess).toBeCloseTo(weigh('4', alone).excess, 1);
    // Read as nothing, and as several characters.
    expect(weighText(seventeen, settings, { task: 'digits' }, '17€')).toEqual({
      ...{ read: '17€', excess: 0 },
    });
    expect(weigh('ä')).toEqual({ read: 'ä', excess: 0 });
    // But no symbol is as long as a word.
    const word = [...'1417'].flatMap((character) => [blank, { [character]: 0.9 }]);
    expect(weigh('ä', output(...word)).excess).toBeGreaterThan(2);
  });

  it('knows that a text of unknown characters fits nowhere', () => {
    expect(weighText(seventeen, settings, { task: 'text' }, '1x')).toMatchObject({
      read: '17',
      excess: Infinity,
    });
  });
});
