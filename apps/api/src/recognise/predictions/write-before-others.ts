import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Changes } from '../../database/changes.js';
import { onlyLooks } from '../../http/only-looks.js';

/** What is written after its answer. */
interface WritesLater {
  flush(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request that may change something: to be called when it has, see `Changes`. */
    changed?: () => void;
  }
  interface FastifyContextConfig {
    /** Asking for it changes something, too, although the method says that it does not. */
    readonly changesOnGet?: boolean;
  }
}

/**
 * Predictions and lines are written after their answers. Whatever else is asked for finds those that were answered
 * before it, and until a request that may change something has ended, none is put off.
 */
export function writeBeforeOthers(
  fastify: FastifyInstance,
  { changes, recorders }: { readonly changes: Changes; readonly recorders: readonly WritesLater[] },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isOtherCall(request) && mayChange(request)) {
      request.changed = changes.begin();
      // Where the client goes away before it is answered.
      reply.raw.once('close', request.changed);
    }
    done();
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (isOtherCall(request)) {
      Promise.all(recorders.map((each) => each.flush())).then(() => done(), done);
    } else done();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    request.changed?.();
    done(null, payload);
  });
}

/** Than a prediction or a line. */
const isOtherCall = ({ url, routeOptions: { config } }: FastifyRequest): boolean =>
  url.startsWith('/api/') && config.limits !== 'none' && config.goesOnUnknown !== true;

const mayChange = ({ method, routeOptions: { config } }: FastifyRequest): boolean =>
  !onlyLooks(method) || config.changesOnGet === true;
