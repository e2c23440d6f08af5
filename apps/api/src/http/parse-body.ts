import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { tooMuchInJson } from './json-shape.js';

/** @throws ProblemError */
export function refuseTooMuchJson(text: string): void {
  const tooMuch = tooMuchInJson(text);
  if (tooMuch === undefined) return;
  throw new ProblemError('malformed_request', `The request has too much in it: ${tooMuch}.`);
}

type Done = (error: Error | null, body?: unknown) => void;

/** JSON as Fastify reads it, after a look at how much there is in it. */
export function jsonParser(fastify: FastifyInstance) {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request: FastifyRequest, body: Buffer, done: Done): void => {
    const text = body.toString('utf8');
    refuseTooMuchJson(text);
    void parse(request as FastifyRequest, text, done);
  };
}
