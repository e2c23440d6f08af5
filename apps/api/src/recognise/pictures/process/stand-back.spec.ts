import { describe, expect, it } from '@jest/globals';
import { Modesty } from './stand-back.js';

/** So many seconds of a processor that is taken wholly, or partly. */
const take = (modesty: Modesty, seconds: number, share: number): void => {
  for (let time = 0; time < seconds; time += 0.025) modesty.note(share * 0.025, 0.025);
};

describe('Modesty', () => {
  it('stays as it is for a photo now and then, and where others leave little', () => {
    const modesty = new Modesty();
    for (let photo = 0; photo < 5; photo++) {
      take(modesty, 1, 1);
      expect(modesty.niceness).toBe(10);
      take(modesty, 3, 0);
    }
    take(modesty, 60, 0.4);
    expect(modesty.niceness).toBe(10);
  });

  it('stands further back after much work, and no more when that is over', () => {
    const modesty = new Modesty();
    take(modesty, 2, 1);
    expect(modesty.niceness).toBe(15);
    take(modesty, 60, 1);
    take(modesty, 1, 0);
    expect(modesty.niceness).toBe(15);
    take(modesty, 10, 0);
    expect(modesty.niceness).toBe(10);
  });
});
