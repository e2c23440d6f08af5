import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Changes } from '../../database/changes.js';
import { databaseProblem } from '../../database/database-problem.js';
import { KeysService } from '../keys/keys.service.js';
import { closeToPages } from '../keys/open-to-pages.js';
import { refuseOtherOrigins } from '../keys/refuse-other-origins.js';
import { sentKey } from '../keys/sent-key.js';
import type { Writer } from '../../http/access/writer.js';
import { AuthService } from './auth.service.js';
import { RecentWriters } from './recent-writers.js';
import { refuseOtherPages } from './refuse-other-pages.js';

/** Says whose request it is, by a key or else by a session. Who may do what is the permission guard's. */
@Injectable()
export class SessionReader {
  constructor(
    private readonly auth: AuthService,
    private readonly keys: KeysService,
    private readonly recent: RecentWriters,
    private readonly changes: Changes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Sets `request.writer`. @throws ProblemError for what a page asks for that may not */
  async read(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    request.writer = null;
    request.identifiedAt = this.changes.moment;
    if (request.routeOptions.config.goesOnUnknown !== true) return this.identify(request, reply);
    try {
      await this.identifyDrawing(request, reply);
    } catch (error) {
      if (databaseProblem(error) === undefined) throw error;
      request.writerUnknown = true;
    }
  }

  private async identifyDrawing(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const credential = credentialOf(request);
    if (credential === undefined) return;
    const known = this.recent.get(credential);
    if (known) {
      if (known.key === undefined) refuseOtherPages(request, this.config.publicUrl);
      else judgeOrigin(known, request, reply);
      request.writer = known;
      return;
    }
    await this.identify(request, reply);
    const isAsItWas = !reply.hasHeader('set-cookie');
    if (request.writer && isAsItWas) {
      this.recent.set(credential, request.writer, request.identifiedAt!);
    }
  }

  private async identify(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = sentKey(request);
    if (key !== undefined) {
      const holder = await this.keys.resolve(key);
      request.sentUnknownKey = holder === null;
      if (holder) judgeOrigin(holder, request, reply);
      request.writer = holder;
    } else if (request.headers.cookie !== undefined) {
      const { writer, cookies } = await this.auth.resolve(request.headers.cookie);
      if (cookies.length > 0) void reply.header('set-cookie', [...cookies]);
      // Only what a browser adds by itself can be abused by a page; a key it does not know.
      if (writer) refuseOtherPages(request, this.config.publicUrl);
      request.writer = writer;
    }
  }
}

/** A key in a page works from the pages that it names; one for programs is answered, but to no page. @throws ProblemError */
function judgeOrigin(holder: Writer, request: FastifyRequest, reply: FastifyReply): void {
  refuseOtherOrigins(holder, request);
  if (holder.key?.origins.length === 0) closeToPages(reply);
}

/** What says who asks; a key comes before a cookie. */
function credentialOf(request: FastifyRequest): string | undefined {
  const key = sentKey(request);
  if (key !== undefined) return `key ${key}`;
  const { cookie } = request.headers;
  return cookie && `cookie ${cookie}`;
}
