import { v7 } from 'uuid';

/** Ids grow with time, so that lists in order of id are lists in order of time. */
export const newId = (): string => v7();
