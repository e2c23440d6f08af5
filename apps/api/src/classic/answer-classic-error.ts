import type { ClassicError } from '@inkling/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS } from '../common/problem-error.js';
import { toProblem } from '../http/answer-problem.js';
import { openToPages } from './open-to-pages.js';

/** Old clients know no finer kind of a wrong request. */
const statusOf = (status: number): number => (status === 422 ? 400 : status);

/** What went wrong, in the places where old clients look for it, instead of a problem document. */
export function answerClassicError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (reply.sent) return;
  const { code, message, headers } = toProblem(error, request);
  const answer: ClassicError = {
    error: message,
    detail: message,
    status: 'error',
    message,
    code,
    requestId: String(request.id),
  };
  openToPages(reply);
  void reply.code(statusOf(PROBLEMS[code].status)).headers(headers).send(answer);
}
