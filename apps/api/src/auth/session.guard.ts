import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthService } from './auth.service.js';
import { refuseOtherPages } from './refuse-other-pages.js';

/** Says whose request it is. Who may do what is the permission guard's. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(private readonly auth: AuthService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    request.writer = null;
    if (request.headers.cookie === undefined) return true;
    const { writer, cookies } = await this.auth.resolve(request.headers.cookie);
    if (cookies.length > 0) void reply.header('set-cookie', [...cookies]);
    if (writer) refuseOtherPages(request);
    request.writer = writer;
    return true;
  }
}
