import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<{ readonly requestId: string }>();

/** Runs `work`, and whatever it starts, as part of a request. */
export const inRequest = <T>(requestId: string, work: () => T): T =>
  requests.run({ requestId }, work);

/** The request that is being answered; `undefined` outside of one. */
export const currentRequestId = (): string | undefined => requests.getStore()?.requestId;
