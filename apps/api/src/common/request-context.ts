import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of a request wherever it is worked on. */
export interface RequestContext {
  readonly requestId: string;
  /** Where it came from. */
  readonly address: string;
}

const requests = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and whatever it starts, as part of a request. */
export const inRequest = <T>(context: RequestContext, work: () => T): T =>
  requests.run(context, work);

/** The request that is being answered; `undefined` outside of one. */
export const currentRequest = (): RequestContext | undefined => requests.getStore();
