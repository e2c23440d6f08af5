import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

const DESCRIPTIONS: Record<number, string> = {
  400: 'The request or its picture can not be read',
  401: 'Sign in first, as a guest or user',
  403: 'Your role does not allow it',
  404: 'There is no such thing, or it is not yours',
  409: 'Somebody changed it meanwhile, or it is over already',
  410: 'Its file was removed to save room',
  413: 'The picture or request is too large',
  415: 'This media type is not understood',
  422: 'A field is not valid, or the drawing is no drawing; `errors` points at fields',
  429: 'Too many requests; `Retry-After` says how many seconds to wait',
  503: 'No model is loaded, or the server is busy',
};

/** Problem documents that an operation may answer with. */
export const ApiProblems = (...statuses: (keyof typeof DESCRIPTIONS)[]) =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status: Number(status),
        description: DESCRIPTIONS[status]!,
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      }),
    ),
  );
