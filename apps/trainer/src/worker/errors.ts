/** Something that a further attempt would not change. */
export class UnrecoverableError extends Error {
  override readonly name = 'UnrecoverableError';
}

/** The row is another trainer's by now, or was closed: whatever is still done here must not count. */
export class JobLostError extends Error {
  override readonly name = 'JobLostError';
}

/** Somebody wants the job to end. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** The trainer is being stopped; the job goes on at the next start. */
export class StoppingError extends Error {
  override readonly name = 'StoppingError';
}
