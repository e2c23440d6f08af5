import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { NEEDED_ROLE } from './require-role.js';
import { includesRole, type Role } from './roles.js';
import type { Writer } from './writer.js';

/** Refuses what `@RequireRole` keeps for others. Comes after the session guard, which says who asks. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.getAllAndOverride<Role | undefined>(NEEDED_ROLE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed === undefined) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseOtherPages(request);
    const { writer } = request;
    if (!writer) throw new ProblemError('sign_in_first', `This needs ${HOW_TO_BECOME[needed]}.`);
    if (includesRole(writer.role, needed)) return true;
    throw new ProblemError(
      'forbidden',
      `${youAre(writer)}, and this needs ${HOW_TO_BECOME[needed]}.`,
    );
  }
}

const OTHER_PAGES = new Set(['cross-site', 'same-site']);

/**
 * Cookies are SameSite=Lax, and a site is more than one origin: a page at another port or subdomain
 * could send calls that need no body in the name of whoever looks at it.
 */
function refuseOtherPages({ method, headers }: FastifyRequest): void {
  const changes = method !== 'GET' && method !== 'HEAD';
  if (!changes || !OTHER_PAGES.has(String(headers['sec-fetch-site']))) return;
  throw new ProblemError('forbidden', 'A page of another address may not do this in your name.');
}

const SIGN_IN = 'sign in with POST /api/auth/sign-in/email';

const HOW_TO_BECOME: Readonly<Record<Role, string>> = {
  writer: 'a session: sign in as a guest with POST /api/auth/sign-in/anonymous',
  reviewer: `a reviewer: ${SIGN_IN}, or have an admin give you the role`,
  admin: `an admin: ${SIGN_IN}`,
};

const youAre = ({ isGuest, role }: Writer): string =>
  isGuest ? 'You are here as a guest' : `You are signed in as a ${role}`;
