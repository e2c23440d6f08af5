import { describe, expect, it } from '@jest/globals';
import {
  CHARACTER_LABELS,
  classOfLabel,
  labelsOfNetwork,
  labelsOfTask,
  LETTER_LABELS,
  NETWORKS,
  networkOfTask,
  TASKS,
} from './labels.js';

describe('labels', () => {
  it('are 47 classes, 37 of them letters, each once', () => {
    expect(CHARACTER_LABELS).toHaveLength(47);
    expect(LETTER_LABELS).toHaveLength(37);
    expect(new Set(CHARACTER_LABELS).size).toBe(47);
  });

  it('of a task are all classes of its network', () => {
    for (const task of TASKS) {
      const ofNetwork = labelsOfNetwork(networkOfTask(task));
      expect(labelsOfTask(task).every((label) => ofNetwork.includes(label))).toBe(true);
    }
    expect(NETWORKS.map((network) => labelsOfNetwork(network).length)).toEqual([10, 47]);
  });
});

describe('classOfLabel', () => {
  it('takes every label of the task as it is', () => {
    for (const task of TASKS) {
      for (const label of labelsOfTask(task)) expect(classOfLabel(task, label)).toBe(label);
    }
  });

  it('folds small letters that look like their capital, and no others', () => {
    expect(classOfLabel('letters', 'c')).toBe('C');
    expect(classOfLabel('characters', 'z')).toBe('Z');
    expect(classOfLabel('letters', 'a')).toBe('a');
  });

  it('knows no class for what the task has not', () => {
    expect(classOfLabel('digits', 'O')).toBeUndefined();
    expect(classOfLabel('letters', '0')).toBeUndefined();
    expect(classOfLabel('characters', 'ß')).toBeUndefined();
    expect(classOfLabel('characters', '')).toBeUndefined();
  });
});
