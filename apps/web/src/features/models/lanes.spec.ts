import { describe, expect, it } from '@jest/globals';
import { lanesOf, type Descendant } from './lanes';

const version = (id: string, parentId: string | null, served = false): Descendant => ({
  id,
  parentId,
  served,
});
const lanes = (versions: readonly Descendant[]) =>
  Object.fromEntries(lanesOf(versions).map(({ id, lane }) => [id, lane]));

describe('lanesOf', () => {
  it('should keep a line of champions in the first column', () => {
    const rows = lanesOf([
      version('3', '2', true),
      version('2', '1', true),
      version('1', null, true),
    ]);
    expect(rows.map(({ lane }) => lane)).toEqual([0, 0, 0]);
    expect(rows[1]!.segments).toEqual([
      { lane: 0, kind: 'end' },
      { lane: 0, kind: 'start' },
    ]);
    expect(rows[2]!.segments).toEqual([{ lane: 0, kind: 'end' }]);
  });

  it('should put what never served beside it, with a line down to its parent', () => {
    const rows = lanesOf([version('3', '1', true), version('2', '1'), version('1', null, true)]);
    expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(rows[1]!.segments).toEqual([
      { lane: 0, kind: 'through' },
      { lane: 1, kind: 'start' },
    ]);
    expect(rows[2]!.segments).toEqual([
      { lane: 0, kind: 'end' },
      { lane: 1, kind: 'end' },
    ]);
  });

  it('should give brothers columns of their own while their lines run side by side', () => {
    expect(
      lanes([version('4', '1'), version('3', '1'), version('2', '1'), version('1', null, true)]),
    ).toEqual({ 4: 1, 3: 2, 2: 3, 1: 0 });
    // The line of 4 has ended at 3, so 2 takes its column again.
    expect(
      lanes([
        version('4', '3'),
        version('3', '1', true),
        version('2', '1'),
        version('1', null, true),
      ]),
    ).toEqual({ 4: 1, 3: 0, 2: 1, 1: 0 });
  });

  it('should never let a line run through a dot of another version', () => {
    // Rolled back to 1, and trained from it again: both lines to 1 pass by.
    const rows = lanesOf([
      version('4', '1', true),
      version('3', '2', true),
      version('2', '1', true),
      version('1', null, true),
    ]);
    rows.forEach(({ lane, segments }) => {
      const passing = segments.filter(({ kind }) => kind === 'through').map((line) => line.lane);
      expect(passing).not.toContain(lane);
      const own = segments.map((line) => `${line.kind} ${line.lane}`);
      expect(new Set(own).size).toBe(own.length);
    });
  });

  it('should draw a line beyond the last row to a parent on a later page', () => {
    expect(lanesOf([version('9', '2')])).toEqual([
      { id: '9', lane: 1, segments: [{ lane: 1, kind: 'start' }] },
    ]);
  });
});
