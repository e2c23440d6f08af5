import type { MemoryParameters } from '@inkling/recognizer';

/** All of a memory's settings in one line. */
export function describeMemory(parameters: MemoryParameters): string {
  const { alphaOwn, alphaShared, beta, betaShared, nearest, classCap } = parameters;
  return (
    `α own ${alphaOwn}, α shared ${alphaShared}, β ${beta}, ` +
    (betaShared === undefined ? '' : `β shared ${betaShared}, `) +
    `the ${nearest} nearest own and shared samples each, a class adds at most ${classCap} × α`
  );
}
