import { v7 } from 'uuid';

/** Ids grow with time, so that lists in order of id are lists in order of time. */
export const newId = (): string => v7();

/** An id as if it had been made at that moment, in milliseconds since 1970. */
export const idOfTime = (timeMs: number): string => v7({ msecs: Math.max(0, timeMs) });
