import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  isAllowed,
  isInScope,
  leastStanding,
  scopeFor,
  type Permission,
  type Standing,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { NEEDED_PERMISSION, NEEDS_SESSION } from '../../http/access/allow.js';
import { requireSession } from './require-session.js';
import { isInScopeOf, standingOf } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';
import { onlyLooks } from '../../http/only-looks.js';

/** Refuses what the table of permissions keeps for others. Comes after the session reader, which says who asks. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(
      NEEDED_PERMISSION,
      places,
    );
    if (needed === undefined) throw noPermission(context);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { writer, sentUnknownKey } = request;
    // Also where no key is needed: whoever sends one would take the answer for theirs.
    if (sentUnknownKey === true) {
      throw new ProblemError(
        'unknown_key',
        'This API key does not work: it is not known, was revoked or has expired, or its owner is disabled. Make another under /api/keys.',
      );
    }
    const standing = standingOf(writer);
    if (isAllowed(standing, needed)) {
      if (writer) this.judgeKey(writer, needed, { places, method: request.method });
      return true;
    }
    const who = HOW_TO_BECOME[leastStanding(needed)];
    if (!writer) throw new ProblemError('sign_in_first', `This needs ${who}.`);
    throw new ProblemError('forbidden', `${YOU_ARE[standing]}, and this needs ${who}.`);
  }

  /** A key does no more than its scopes say, however much its owner may do. @throws ProblemError */
  private judgeKey(
    writer: Writer,
    needed: Permission,
    { places, method }: { readonly places: Places; readonly method: string },
  ): void {
    if (this.reflector.getAllAndOverride<boolean | undefined>(NEEDS_SESSION, places)) {
      requireSession(writer);
    }
    if (isInScopeOf(writer, needed, !onlyLooks(method))) return;
    const { scopes, origins } = writer.key!;
    if (origins.length > 0 && isInScope(scopes, needed, !onlyLooks(method))) {
      throw new ProblemError(
        'forbidden',
        'This API key names origins, so its scope "draw" predicts and corrects, and opens nothing else. Use a key without origins, from a program.',
      );
    }
    throw new ProblemError(
      'forbidden',
      `This API key has no scope "${scopeFor(needed)}". Create a key that has it, under /api/keys.`,
    );
  }
}

type Places = Parameters<Reflector['getAllAndOverride']>[1];

/** A fault of ours: closed is better than open. */
const noPermission = (context: ExecutionContext): Error =>
  new Error(`${context.getClass().name}.${context.getHandler().name} says not who may call it`);

const SIGN_IN = 'sign in with POST /api/auth/sign-in/email';

const HOW_TO_BECOME: Readonly<Record<Standing, string>> = {
  visitor: 'nothing',
  guest: 'a session: sign in as a guest with POST /api/auth/sign-in/anonymous',
  writer: `an account: ${SIGN_IN}`,
  reviewer: `a reviewer: ${SIGN_IN}, or have an admin give you the role`,
  admin: `an admin: ${SIGN_IN}`,
};

const YOU_ARE: Readonly<Record<Standing, string>> = {
  visitor: 'You are not signed in',
  guest: 'You are here as a guest',
  writer: 'You are signed in as a writer',
  reviewer: 'You are signed in as a reviewer',
  admin: 'You are signed in as an admin',
};
