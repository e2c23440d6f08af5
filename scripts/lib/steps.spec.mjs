import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createReporter, duration } from './steps.mjs';

const listen = (isTTY = false) => {
  let text = '';
  const out = { isTTY, write: (chunk) => (text += chunk) };
  return { reporter: createReporter(out), text: () => text };
};

afterEach(() => {
  jest.useRealTimers();
});

describe('createReporter', () => {
  it('should say what was done, how long it took, and give the result on', async () => {
    const { reporter, text } = listen();
    expect(await reporter.step('Web app', async () => 7)).toBe(7);
    expect(text()).toMatch(/^ {2}✓ Web app \(\d+\.\d s\)\n$/);
  });

  it('should say in a log file what is waited for, and more seldom how far it is', async () => {
    jest.useFakeTimers();
    const { reporter, text } = listen();
    const step = reporter.step('Packages', async ({ progress }) => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      progress('half of them');
      await new Promise((resolve) => setTimeout(resolve, 30_000));
    });
    await jest.advanceTimersByTimeAsync(299);
    expect(text()).toBe('');
    await jest.advanceTimersByTimeAsync(1);
    expect(text()).toBe('  … Packages\n');
    await jest.advanceTimersByTimeAsync(60_000);
    await step;
    expect(text().split('\n')).toEqual([
      '  … Packages',
      '  … Packages: half of them (10.3 s)',
      '  … Packages: half of them (30.3 s)',
      '  ✓ Packages (35.0 s)',
      '',
    ]);
  });

  it('should show steps that run beside each other on one line of a terminal', async () => {
    const { reporter, text } = listen(true);
    await Promise.all([
      reporter.step('TensorFlow', () => new Promise((resolve) => setTimeout(resolve, 250))),
      reporter.step('Web app', async () => undefined),
    ]);
    const lines = text().replaceAll('\r\u001B[2K', '\n').split('\n');
    expect(lines).toContain('  … TensorFlow (0.0 s)  … Web app (0.0 s)');
    const done = lines.filter((line) => line.includes('✓'));
    expect(done.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      '  ✓ Web app',
      '  ✓ TensorFlow',
    ]);
    const alone = lines.slice(lines.indexOf(done[0])).find((line) => line.includes('…'));
    expect(alone).toMatch(/^ {2}… TensorFlow \(0\.\d s\)$/);
  });

  it('should mark a step that failed or found faults', async () => {
    const { reporter, text } = listen();
    const failing = reporter.step('Packages', () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    await reporter.step(
      'Lint',
      async () => 3,
      (faults) => faults === 0,
    );
    expect(text()).toMatch(/✗ Packages.*\n.*✗ Lint/);
  });
});

describe('duration', () => {
  it.each([
    [84, '0.1 s'],
    [59_940, '59.9 s'],
    [60_000, '1 min 0 s'],
    [149_600, '2 min 30 s'],
  ])('should write %d ms as %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
