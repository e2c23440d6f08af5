import { describe, expect, it } from '@jest/globals';
import { LabelSpace } from '../label-space.js';
import { toMemory } from './to-memory.js';

const stored = {
  id: 'a',
  network: 'digits',
  revision: 1,
  writerId: 'anna',
  label: '1',
  reviewerLabel: null,
  status: 'pending',
  insisted: false,
  glyph: new Uint8Array(4),
  saidAtMs: 0,
  embedding: Float32Array.of(1, 0),
} as const;

describe('toMemory', () => {
  const labels = new LabelSpace({ labels: ['0', '1', '2'] });
  const classesOf = (change: Partial<Parameters<typeof toMemory>[0]>) => {
    const { ownClass, sharedClass } = toMemory({ ...stored, ...change }, 'digits', labels);
    return [ownClass, sharedClass];
  };

  it('serves the writer at once, and everybody when it is approved, as what its reviewer says', () => {
    expect(classesOf({})).toEqual([1, null]);
    expect(classesOf({ status: 'approved' })).toEqual([1, 1]);
    expect(classesOf({ status: 'approved', reviewerLabel: '2' })).toEqual([1, 2]);
  });

  it('serves nobody when it is rejected, unless its writer insists', () => {
    expect(classesOf({ status: 'rejected' })).toEqual([null, null]);
    expect(classesOf({ status: 'rejected', insisted: true })).toEqual([1, null]);
  });

  it('teaches a label that the network has no class for, of what serves somebody', () => {
    expect(classesOf({ status: 'rejected', label: 'ß' })).toEqual([null, null]);
    expect(labels.indexOf('ß')).toBeUndefined();
    expect(classesOf({ label: 'ä' })).toEqual([3, null]);
    expect(classesOf({ label: 'ä', status: 'approved' })).toEqual([3, 3]);
    expect(labels.isClass(3)).toBe(false);
  });

  it('takes only symbols of what another network’s predictions were corrected to', () => {
    const ofCharacters = new LabelSpace({ labels: ['0', '1', '2', 'A'] });
    const remembered = (change: Partial<Parameters<typeof toMemory>[0]>) => {
      const { ownClass, sharedClass } = toMemory(
        { ...stored, status: 'approved', ...change },
        'characters',
        ofCharacters,
      );
      return [ownClass, sharedClass];
    };
    expect(remembered({ label: '✓' })).toEqual([4, 4]);
    expect(remembered({ label: '✓', reviewerLabel: '1' })).toEqual([4, null]);
    expect(remembered({ label: '1', reviewerLabel: '✓' })).toEqual([null, 4]);
  });
});
