import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Changes } from '../../database/changes.js';
import { onlyLooks } from '../../http/only-looks.js';
import type { Recorder } from './recorder.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request that may change something: to be called when it has, see `Changes`. */
    changed?: () => void;
  }
}

/**
 * Predictions are written after their answers. Whatever else is asked for finds those that were answered
 * before it, and until a request that may change something has ended, none is put off.
 */
export function writeBeforeOthers(
  fastify: FastifyInstance,
  { changes, recorder }: { readonly changes: Changes; readonly recorder: Recorder },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isOtherCall(request) && !onlyLooks(request.method)) {
      request.changed = changes.begin();
      // Where the client goes away before it is answered.
      reply.raw.once('close', request.changed);
    }
    done();
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (isOtherCall(request)) recorder.flush().then(() => done(), done);
    else done();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    request.changed?.();
    done(null, payload);
  });
}

/** Than a prediction. */
const isOtherCall = ({ url, routeOptions: { config } }: FastifyRequest): boolean =>
  url.startsWith('/api/') && config.limits !== 'none' && config.goesOnUnknown !== true;
