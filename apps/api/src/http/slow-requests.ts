import type { FastifyInstance } from 'fastify';
import { contentLengthOf } from './body-limits.js';
import { answerClientError } from './client-error.js';

const TOO_SLOW = Object.assign(new Error('the request took too long to arrive'), {
  code: 'ERR_HTTP_REQUEST_TIMEOUT',
});

/**
 * Ends requests whose bodies take too long to arrive: a byte now and then holds a connection no longer. Node.js itself
 * knows one time for all, and a file of gigabytes needs more than a drawing.
 */
export function endSlowRequests(fastify: FastifyInstance, withinMs: number): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw, routeOptions } = request;
    // A POST without a body says that it has 0 bytes, and nobody reads those: it never ends.
    const hasBody = contentLengthOf(request) > 0 || raw.headers['transfer-encoding'] !== undefined;
    if (hasBody && routeOptions.config.takesFile !== true) {
      const timer = setTimeout(() => {
        // Who was answered before, by what was known without the body, hears nothing more.
        if (reply.raw.headersSent) raw.destroy();
        else answerClientError(TOO_SLOW, raw.socket);
      }, withinMs);
      timer.unref();
      const arrived = (): void => clearTimeout(timer);
      raw.once('end', arrived).once('close', arrived);
    }
    done();
  });
}
