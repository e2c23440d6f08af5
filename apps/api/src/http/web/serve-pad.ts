import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { answerProblem } from '../answer-problem.js';

const FILE = 'inkling-pad.js';

/** Where pages elsewhere load `<inkling-pad>` from: they keep it, and ask each time whether it is still the same. */
export async function servePad(fastify: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(path.join(folder, FILE));
  await fastify.register(async (context) => {
    context.setErrorHandler(answerProblem);
    if (isBuilt) {
      await context.register(fastifyStatic, {
        root: folder,
        serve: false,
        cacheControl: false,
        // The build wrote brotli and gzip beside it (scripts/lib/pad.mjs).
        preCompressed: true,
      });
    }
    context.get(`/pad/${FILE}`, { config: { limits: 'address' } }, async (_request, reply) => {
      if (!isBuilt) return reply.callNotFound();
      await reply
        .headers({
          'access-control-allow-origin': '*',
          'cross-origin-resource-policy': 'cross-origin',
          'cache-control': 'no-cache',
        })
        .sendFile(FILE);
    });
  });
}
