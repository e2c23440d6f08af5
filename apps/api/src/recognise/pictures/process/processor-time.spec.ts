import { describe, expect, it } from '@jest/globals';
import { cpuUsage } from 'node:process';
import { ProcessorTime } from './processor-time.js';

const MOST = 2000;

/** However busy the machine is: until the processor has worked for so long. */
function work(): void {
  const before = cpuUsage();
  const used = () => {
    const { user, system } = cpuUsage(before);
    return user + system;
  };
  while (used() <= 2 * MOST);
}

describe('ProcessorTime', () => {
  it('is over where a picture takes too much', () => {
    const time = new ProcessorTime(MOST);
    time.begin();
    work();
    expect(time.isOver()).toBe(true);
  });

  it('counts nothing while no picture is read', () => {
    const time = new ProcessorTime(MOST);
    work();
    expect(time.isOver()).toBe(false);
    time.begin();
    time.end();
    work();
    expect(time.isOver()).toBe(false);
  });
});
