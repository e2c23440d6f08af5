import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from './roles.js';

/** Whoever draws: a guest or a signed-in user. */
export interface Writer {
  readonly id: string;
  readonly isGuest: boolean;
  readonly role: Role;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the session guard; `null` without a session. */
    writer?: Writer | null;
  }
}

const writerOf = (context: ExecutionContext): Writer | null =>
  context.switchToHttp().getRequest<FastifyRequest>().writer ?? null;

/** Injects the writer of a request, `null` without a session. */
export const CurrentWriter = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  writerOf(context),
);

export const NEEDS_WRITER = 'needsWriter';

/** The route answers 401 without a session. */
export const NeedsWriter = () => SetMetadata(NEEDS_WRITER, true);
