import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { KeyRights, Role, Standing } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';

/** Whoever draws: a guest or a signed-in user. */
export interface Writer {
  readonly id: string;
  readonly isGuest: boolean;
  readonly role: Role;
  /** What the table of permissions goes by: the role, or `guest`. */
  readonly standing: Exclude<Standing, 'visitor'>;
  /** The API key that the request came with, where it did; otherwise it came with a session. */
  readonly key?: KeyRights & { readonly id: string };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the session reader; `null` without a session. */
    writer?: Writer | null;
    /** Set by the session reader: from when it says so, see `Changes`. */
    identifiedAt?: number;
    /** Set by the session reader: the database could not say whose it is. */
    writerUnknown?: boolean;
    /** Set by the session reader: it came with an API key that does not work. */
    sentUnknownKey?: boolean;
  }
}

/** Injects the writer of a request, `null` without a session. */
export const CurrentWriter = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Writer | null =>
    context.switchToHttp().getRequest<FastifyRequest>().writer ?? null,
);
