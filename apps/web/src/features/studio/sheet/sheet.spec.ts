import { describe, expect, it } from '@jest/globals';
import {
  cleared,
  isBlank,
  isLeftByStroke,
  labelled,
  nextUndo,
  openBook,
  redone,
  undone,
  withPicture,
  withStroke,
  type Book,
} from './sheet';

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

  it('leaves a labelled drawing, or a picture, for the very sheet that lay under the pen', () => {
    const paper = { drawing: -1, strokes: [], picture: null };
    const drawn = withStroke(openBook(), stroke(1));
    expect(isLeftByStroke(drawn)).toBe(false);
    expect(withStroke(drawn, stroke(2), paper).sheet.drawing).toBe(drawn.sheet.drawing);
    for (const left of [labelled(drawn, '7'), withPicture(openBook(), picture)]) {
      expect(isLeftByStroke(left)).toBe(true);
      expect(withStroke(left, stroke(2), paper).sheet).toEqual({ ...paper, strokes: [stroke(2)] });
    }
  });

  it('takes back a picture that another one covered', () => {
    const other = new Blob(['other']);
    const second = withPicture(withPicture(openBook(), picture), other);
    expect(second.sheet.picture).toBe(other);
    expect(undone(second).sheet.picture).toBe(picture);
  });
});

describe('undo', () => {
  /** All that pressing on can bring back. */
  function allTheWay(book: Book): Book[] {
    const seen = [book];
    for (let at = book; nextUndo(at); seen.push(at)) at = undone(at);
    return seen;
  }
  const strokesOf = ({ sheet }: Book) => sheet.strokes.map(({ points }) => points[0]![0]);
  const drawn = (...xs: number[]) =>
    xs.reduce((book, x) => withStroke(book, stroke(x)), openBook());

  it('takes back the label before the strokes, and redo gives it again', () => {
    const said = labelled(drawn(1, 2), '7');
    expect(nextUndo(said)).toBe('label');
    const unsaid = undone(said);
    expect([unsaid.label, strokesOf(unsaid)]).toEqual([null, [1, 2]]);
    expect(unsaid.sheet).toBe(said.sheet);
    expect(strokesOf(undone(unsaid))).toEqual([1]);
    expect(redone(redone(undone(unsaid)))).toEqual(said);
    // Said anew by hand, or withdrawn by another button: the same.
    expect(labelled(unsaid, '7')).toEqual(said);
    expect(labelled(said, null)).toEqual(unsaid);
    expect(redone(labelled(unsaid, '1'))).toEqual(labelled(unsaid, '1'));
  });

  it('never brings a drawing back that was labelled, however the next one starts', () => {
    const said = labelled(drawn(1, 2), '7');
    for (const next of [
      withStroke(said, stroke(3)),
      withStroke(cleared(said), stroke(3)),
      withPicture(said, picture),
    ]) {
      expect(next.label).toBeNull();
      const all = allTheWay(next);
      expect(isBlank(all.at(-1)!.sheet)).toBe(true);
      expect(all.flatMap(strokesOf)).not.toContain(1);
    }
    expect(nextUndo(cleared(said))).toBeUndefined();
  });

  it('ends at the empty sheet that the drawing began on', () => {
    const second = withStroke(cleared(drawn(1)), stroke(2));
    expect(allTheWay(second).map(strokesOf)).toEqual([[2], []]);
    // Until then a cleared sheet comes back whole.
    expect(allTheWay(cleared(drawn(1, 2))).map(strokesOf)).toEqual([[], [1, 2], [1], []]);
  });

  it('relabelling is one act', () => {
    const twice = labelled(labelled(drawn(1), '7'), '4');
    expect(undone(twice).label).toBeNull();
    expect(labelled(twice, '4')).toBe(twice);
  });
});
