import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

const DESCRIPTIONS = {
  400: 'The request or its picture cannot be read',
  401: 'Sign in first, as a guest or user; or the API key that was sent does not work (`unknown_key`)',
  403: 'Your role does not allow it, or a page of another address asked',

  404: 'There is no such thing, or it is not yours',
  408: 'The request took more than 60 s to arrive',
  409: 'Someone changed it meanwhile, or it is over already',
  410: 'Its file was removed to save room',
  413: 'The picture or request is too large',
  415: 'This media type is not understood',
  422: 'A field is not valid, or the drawing is no drawing; `errors` points at fields',
  429: 'Too many requests; `Retry-After` says how many seconds to wait',
  503: 'No model is loaded, the server is busy, or its database is away or full; `Retry-After` may say how many seconds to wait',
} as const;

export type ProblemStatus = keyof typeof DESCRIPTIONS;

/** An answer with a problem document, as the OpenAPI document describes it. */
export const problemAnswer = (status: ProblemStatus) => ({
  description: DESCRIPTIONS[status],
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** Problem documents that an operation may answer with, besides what any may: openapi-document.ts. */
export const ApiProblems = (...statuses: ProblemStatus[]) =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemAnswer(status) })));
