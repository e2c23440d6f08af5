import type { NetworkSession } from '@inkling/recognizer';

let last: Promise<unknown> = Promise.resolve();

/** Passes one after the other, whichever session's: the runtime has one stack for all of them. */
export function inTurn(session: NetworkSession): NetworkSession {
  return {
    run(glyphs, count) {
      const pass = last.then(() => session.run(glyphs, count));
      last = pass.catch(() => undefined);
      return pass;
    },
    release: () => session.release(),
  };
}
