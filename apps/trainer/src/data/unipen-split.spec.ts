import { describe, expect, it } from '@jest/globals';
import { handOfWriter, partsOfWriters, readUnipenSplit } from './unipen-split.js';

describe('handOfWriter', () => {
  it.each([
    ['ibm/r0007.dat', 'ibm/07'],
    ['ibm/r0207.dat', 'ibm/07'],
    ['val/gresai3b.dat', 'val/gresai'],
    ['pri/000.3.dat', 'pri/000'],
    ['art/art01trn.dat', 'art/art01'],
    ['art/art01tst.dat', 'art/art01'],
    ['apb/app0237.dat', 'ap/app0237'],
    ['app/app0237.dat', 'ap/app0237'],
    ['syn/bek-dig2.dat', 'syn/bek-dig2'],
  ])('knows the person behind %s', (writer, hand) => {
    expect(handOfWriter(writer)).toBe(hand);
  });
});

describe('partsOfWriters', () => {
  const writers = [
    'ced/aaaa9018_s_2h.dat',
    'apb/app0237.dat',
    'app/app0237.dat',
    'app/app0591.dat',
    'ibm/r0207.dat',
    'ibm/r0404.dat',
    'aga/greghunt.dat',
    'kai/hykim0.dat',
    'kai/scoh4.dat',
  ];
  const parts = partsOfWriters(writers, readUnipenSplit());

  it('keeps the unseen groups whole', () => {
    expect(parts.get('ced/aaaa9018_s_2h.dat')).toBe('unseen group');
    expect(parts.get('apb/app0237.dat')).toBe('unseen group');
  });

  it('leaves out what a writer of an unseen group wrote elsewhere', () => {
    expect(parts.get('app/app0237.dat')).toBe('left out');
    expect(parts.get('app/app0591.dat')).toBe('train');
  });

  it('puts single hands apart and trains on the rest', () => {
    expect(parts.get('ibm/r0207.dat')).toBe('unseen hand');
    expect(parts.get('ibm/r0404.dat')).toBe('validation');
    expect(parts.get('aga/greghunt.dat')).toBe('validation');
    expect(parts.get('kai/hykim0.dat')).toBe('train');
    expect(parts.get('kai/scoh4.dat')).toBe('gate');
  });

  it('never puts one hand on two sides', () => {
    const sides = new Map<string, string>();
    for (const [writer, part] of parts) {
      if (part === 'left out') continue;
      const hand = handOfWriter(writer);
      expect(sides.get(hand) ?? part).toBe(part);
      sides.set(hand, part);
    }
  });
});
