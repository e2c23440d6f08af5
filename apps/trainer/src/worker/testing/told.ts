/** What the seed of a job makes `told-job` do in the end. */
export const TOLD = { pass: 1, fail: 2, crash: 3, throw: 4, hang: 5 } as const;
