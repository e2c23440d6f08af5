import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { pathOf } from '../address.js';
import { answerProblem } from '../answer-problem.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const YEAR_S = 365 * 24 * 60 * 60;

/** Vite puts a hash into the names below this: their content never changes. */
const HASHED = '/assets/';

const isApi = (pathname: string): boolean =>
  pathname === '/api' || pathname.startsWith('/api/') || pathname === '/metrics';

/** Files of the built web app; every other address that is no API's is its start page. */
export async function serveWeb(fastify: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) return;
  await fastify.register(async (context) => {
    context.setErrorHandler(answerProblem);
    await context.register(fastifyStatic, {
      root: folder,
      serve: false,
      dotfiles: 'ignore',
      cacheControl: false,
      // The build wrote brotli and gzip beside each file (apps/web/build/compressed-files.ts).
      preCompressed: true,
    });
    context.get('/*', { config: { limits: 'address' } }, (request, reply) =>
      sendPage(request, reply, folder),
    );
  });
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
): Promise<void> {
  const pathname = pathOf(request.url);
  if (pathname === undefined || isApi(pathname)) return reply.callNotFound();
  const file = fileOf(pathname, folder);
  const isHashed = pathname.startsWith(HASHED);
  if (file === undefined && isHashed) return reply.callNotFound();
  void reply.header(
    'cache-control',
    isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
  );
  await reply.sendFile(file ?? 'index.html');
}

/** The file that an address names, `undefined` when there is none: @fastify/static refuses the rest. */
function fileOf(pathname: string, folder: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const file = path.join(folder, decoded);
  const isInside = file.startsWith(folder + path.sep);
  if (!isInside || path.extname(file) === '' || !existsSync(file)) return undefined;
  return path.relative(folder, file);
}
