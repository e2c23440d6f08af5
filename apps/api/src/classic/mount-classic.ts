import { classicCorrectionSchema, classicPredictionSchema } from '@inkling/contract';
import type { FastifyInstance } from 'fastify';
import type { RequestLimits } from '../http/rate-limit/request-limits.js';
import { answerClassicError } from './answer-classic-error.js';
import { readClassicRequest } from './classic-request.js';
import type { ClassicService } from './classic.service.js';
import { answerPreflight, openToPages } from './open-to-pages.js';

/** Flask and FastAPI apps have the one or the other. */
const PREDICT = ['/predict', '/predict/'];
const CORRECT = '/correct';

interface Parts {
  readonly classic: ClassicService;
  readonly limits: RequestLimits;
}

/**
 * The calls of other demos, at the root, open to pages of any address: no session and no key counts here, so a page can do
 * nothing in its visitor's name. Not in the API's description, which is for new clients: docs/old-clients.md.
 */
export async function mountClassic(
  fastify: FastifyInstance,
  { classic, limits }: Parts,
): Promise<void> {
  await fastify.register((context, _options, done) => {
    context.setErrorHandler(answerClassicError);
    context.addHook('onRequest', (request, reply, next) => {
      openToPages(reply);
      // Nobody is asked who they are, so this counts for the address.
      if (request.method === 'POST') limits.countWriter(request, reply);
      next();
    });
    const config = { takesPicture: true, limits: 'address' } as const;
    for (const path of PREDICT) {
      context.post(path, { config }, async (request) =>
        classic.predict(await readClassicRequest(request, classicPredictionSchema), request.ip),
      );
    }
    context.post(CORRECT, { config }, async (request) =>
      classic.correct(await readClassicRequest(request, classicCorrectionSchema), request.ip),
    );
    for (const path of [...PREDICT, CORRECT]) {
      context.options(path, { config: { limits: 'address' } }, (_request, reply) =>
        answerPreflight(reply),
      );
    }
    done();
  });
}
