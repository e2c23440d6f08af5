import { describe, expect, it } from '@jest/globals';
import { cleared, isBlank, openBook, redone, undone, withPicture, withStroke } from './sheet';

const stroke = (x: number) => ({ points: [[x, 0, 0] as const], penWidth: 14, hasPressure: false });
const picture = new Blob(['picture']);

describe('sheet', () => {
  it('keeps one drawing while strokes are added', () => {
    const one = withStroke(openBook(), stroke(1));
    const two = withStroke(one, stroke(2));
    expect(two.sheet.drawing).toBe(one.sheet.drawing);
    expect(two.sheet.strokes.map(({ points }) => points[0]![0])).toEqual([1, 2]);
  });

  it('begins the next drawing when cleared, and brings the former one back', () => {
    const drawn = withStroke(openBook(), stroke(1));
    const clear = cleared(drawn);
    expect(isBlank(clear.sheet)).toBe(true);
    expect(clear.sheet.drawing).not.toBe(drawn.sheet.drawing);
    expect(undone(clear).sheet).toBe(drawn.sheet);
    expect(redone(undone(clear)).sheet).toBe(clear.sheet);
  });

  it('does not fill the undo list by clearing a blank sheet', () => {
    const book = openBook();
    expect(cleared(book)).toBe(book);
    expect(undone(book)).toBe(book);
    expect(redone(book)).toBe(book);
  });

  it('undoes and redoes stroke by stroke, and forgets what was redone after a new stroke', () => {
    const two = withStroke(withStroke(openBook(), stroke(1)), stroke(2));
    const back = undone(two);
    expect(back.sheet.strokes).toHaveLength(1);
    expect(redone(back).sheet).toBe(two.sheet);
    const other = withStroke(back, stroke(3));
    expect(redone(other)).toBe(other);
  });

  it('never draws into a picture', () => {
    const photo = withPicture(openBook(), picture);
    const drawn = withStroke(photo, stroke(1));
    expect(drawn.sheet.picture).toBeNull();
    expect(drawn.sheet.drawing).not.toBe(photo.sheet.drawing);
    expect(undone(drawn).sheet.picture).toBe(picture);
  });
});
