interface Session {
  // Of a drawing, or of a line.
  run(...input: never[]): Promise<unknown>;
  release(): Promise<void>;
}

let last: Promise<unknown> = Promise.resolve();

/** Passes one after the other, whichever session's: the runtime has one stack for all of them. */
export function inTurn<S extends Session>(session: S): S {
  const run = (...input: never[]): Promise<unknown> => {
    const pass = last.then(() => session.run(...input));
    last = pass.catch(() => undefined);
    return pass;
  };
  return { ...session, run };
}
