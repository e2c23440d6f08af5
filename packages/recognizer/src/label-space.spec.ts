import { describe, expect, it } from '@jest/globals';
import { LabelSpace } from './label-space.js';
import {
  CHARACTER_LABELS,
  DIGIT_LABELS,
  labelsOfNetwork,
  labelsOfTask,
  NETWORKS,
  networkOfTask,
  TASKS,
} from './labels.js';

const spaceOf = (...labels: string[]) => new LabelSpace({ labels });

describe('LabelSpace', () => {
  it('has the classes of a card under the indices of its outputs', () => {
    for (const network of NETWORKS) {
      const space = LabelSpace.ofNetwork(network);
      const labels = labelsOfNetwork(network);
      expect([space.size, space.classes]).toEqual([labels.length, labels.length]);
      labels.forEach((label, index) => {
        expect([space.indexOf(label), space.labelAt(index)]).toEqual([index, label]);
        expect(space.isClass(index)).toBe(true);
      });
    }
  });

  it('takes symbols behind the classes, each once, and keeps their indices', () => {
    const space = spaceOf('a', 'b');
    expect(space.indexOf('ä')).toBeUndefined();
    expect([space.teach('ä'), space.teach('✓'), space.teach('ä'), space.teach('b')]).toEqual([
      2, 3, 2, 1,
    ]);
    expect(space.labels).toEqual(['a', 'b', 'ä', '✓']);
    expect([space.size, space.classes]).toEqual([4, 2]);
    expect([1, 2].map((index) => space.isClass(index))).toEqual([true, false]);
    expect([space.indexOf('✓'), space.labelAt(3)]).toEqual([3, '✓']);
  });

  it('tells symbols apart from the own classes of a network, also where a training gave them one', () => {
    const space = spaceOf(...CHARACTER_LABELS, 'ä');
    space.teach('✓');
    const ofAll = [46, 47, 48];
    expect(ofAll.map((index) => space.isClass(index))).toEqual([true, true, false]);
    expect(ofAll.map((index) => space.isSymbol(index))).toEqual([false, true, true]);
    expect(space.classesOfTask('letters').at(-1)).toBe('ä');
    expect(space.classesOfTask('characters')).toEqual([...CHARACTER_LABELS, 'ä']);
    expect(space.classesOfTask('digits')).toEqual([...DIGIT_LABELS]);
  });

  it('refuses an index that it has not', () => {
    expect(() => spaceOf('a', 'b').labelAt(2)).toThrow(RangeError);
  });

  it('masks what may not answer, symbols included', () => {
    const space = spaceOf('a', 'b');
    space.teach('ä');
    expect(space.mask(['b', 'ä', 'ß'])).toEqual([false, true, true]);
    expect(space.indicesOf(['ä', 'ß', 'a'])).toEqual([2, 0]);
    space.teach('ö');
    expect(space.maskOf([1])).toEqual([false, true]);
    expect(space.maskOf([0, 2])).toEqual([true, false, true]);
  });

  it('lets a task answer with its own labels only', () => {
    for (const task of TASKS) {
      const space = LabelSpace.ofNetwork(networkOfTask(task));
      const allowed = space.labels.filter((_, index) => space.mask(labelsOfTask(task))[index]);
      expect(allowed).toEqual([...labelsOfTask(task)]);
      expect(space.indicesOf(labelsOfTask(task))).toHaveLength(allowed.length);
    }
  });
});
