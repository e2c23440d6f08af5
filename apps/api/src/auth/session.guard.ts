import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { AuthService } from './auth.service.js';
import { NEEDS_WRITER } from './writer.js';

/** Resolves the session of each request, and refuses routes that need one. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly auth: AuthService,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    request.writer = null;
    if (request.headers.cookie !== undefined) {
      const { writer, cookies } = await this.auth.resolve(request.headers.cookie);
      request.writer = writer;
      if (cookies.length > 0) void reply.header('set-cookie', [...cookies]);
    }
    const needsWriter = this.reflector.getAllAndOverride<boolean | undefined>(NEEDS_WRITER, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needsWriter === true && request.writer === null) {
      throw new ProblemError(
        'sign_in_first',
        'This needs a session: sign in as a guest with POST /api/auth/sign-in/anonymous.',
      );
    }
    return true;
  }
}
