import { describe, expect, it } from '@jest/globals';
import { cardFor } from '../testing/card-for.js';
import { acquaintanceWithPart, acquaintanceWithTest, isHonest, isLeftOut } from './honesty.js';

const card = cardFor('digits', Uint8Array.of(1));
const trainedOn = (...names: string[]) => ({
  training: {
    ...card.training,
    data: names.map((name) => ({ name, samples: 1, licence: 'none' })),
  },
});
const madeBy = (command: string) => ({ training: { ...card.training, command } });

describe('acquaintance', () => {
  it('is one of forms where the other data set of NIST was trained on', () => {
    const mnist = trainedOn('MNIST train', 'UNIPEN train_r01_v07');
    const both = trainedOn('MNIST train, EMNIST train pool');
    expect(acquaintanceWithTest(mnist, 'MNIST')).toBe('unseen');
    expect(acquaintanceWithTest(mnist, 'EMNIST')).toBe('same forms');
    expect(acquaintanceWithTest(both, 'MNIST')).toBe('same forms');
    expect(acquaintanceWithTest(trainedOn('EMNIST train pool'), 'EMNIST')).toBe('unseen');
  });

  it('is none with UNIPEN’s unseen groups and hands alone', () => {
    const parts = [
      'train',
      'validation',
      'gate',
      'unseen group',
      'unseen hand',
      'left out',
    ] as const;
    expect(parts.map((part) => isHonest(acquaintanceWithPart(part)))).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('isLeftOut', () => {
  it('reads the groups that a training left out from its command', () => {
    const command = madeBy('npm run train:base -- --leave-out kai --network digits');
    expect(isLeftOut(command, 'kai')).toBe(true);
    expect(isLeftOut(command, 'ka')).toBe(false);
    const several = madeBy('npm run train:base -- --leave-out=aga,syn --leave-out art');
    expect(['aga', 'syn', 'art', 'kai'].map((group) => isLeftOut(several, group))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isLeftOut(madeBy('none'), 'kai')).toBe(false);
  });
});
