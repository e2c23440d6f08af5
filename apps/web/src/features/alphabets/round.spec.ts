import { describe, expect, it } from '@jest/globals';
import * as rounds from './round';

const drawn = (itemId: string) => ({
  ...{ drawing: 1, itemId, onDevice: false, correctionId: `of ${itemId}` },
});

describe('a guided round', () => {
  const begun = rounds.beginRound(['α', 'β', 'γ']);
  const first = rounds.goneOn(rounds.withDrawn(begun, drawn('a')));

  it('asks for each label once, and counts what was drawn', () => {
    expect(rounds.labelNow(begun)).toBe('α');
    expect([rounds.labelNow(first), first.drawn.size]).toEqual(['β', 1]);
    const skipped = rounds.goneOn(first);
    expect([rounds.labelNow(skipped), skipped.drawn.size]).toEqual(['γ', 1]);
    const over = rounds.goneOn(skipped);
    expect(rounds.isOver(over)).toBe(true);
    expect(rounds.goneOn(over)).toEqual(over);
    expect(rounds.missing(over)).toEqual(['β', 'γ']);
    expect(rounds.summaryWords(over)).toBe('You drew 1 of 3.');
  });

  it('goes back, and a second drawing of a label counts once', () => {
    const back = rounds.goneBack(first);
    expect(rounds.labelNow(back)).toBe('α');
    expect(rounds.withDrawn(back, drawn('b')).drawn.size).toBe(1);
    expect(rounds.goneBack(begun)).toEqual(begun);
  });

  it('takes the last drawing back, wherever somebody is', () => {
    const later = rounds.goneOn(first);
    expect(rounds.lastDrawn(later)).toBe(0);
    const undone = rounds.withoutDrawn(later, 0);
    expect([rounds.labelNow(undone), undone.drawn.size]).toEqual(['α', 0]);
    expect(rounds.lastDrawn(undone)).toBeUndefined();
  });

  it('may be finished at any time', () => {
    expect(rounds.isOver(rounds.finished(begun))).toBe(true);
    expect(rounds.summaryWords(rounds.finished(begun))).toBe('You drew none this time.');
    const all = ['a', 'b', 'c'].reduce(
      (round, id) => rounds.goneOn(rounds.withDrawn(round, drawn(id))),
      begun,
    );
    expect(rounds.summaryWords(all)).toBe('You drew all 3.');
  });
});
