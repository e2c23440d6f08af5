import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { createAuth, type Auth, type AuthDatabase } from './create-auth.js';
import { AUTH_DATABASE } from './database.adapter.js';
import { SecretRepository } from './secret.repository.js';
import type { Writer } from './writer.js';

export interface ResolvedSession {
  readonly writer: Writer | null;
  /** Sent along: using a session prolongs it. */
  readonly cookies: readonly string[];
}

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);
  private auth: Promise<Auth> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUTH_DATABASE) private readonly database: AuthDatabase,
    private readonly secrets: SecretRepository,
  ) {}

  async handle(request: Request): Promise<Response> {
    const auth = await this.instance();
    return auth.handler(request);
  }

  async resolve(headers: IncomingHttpHeaders): Promise<ResolvedSession> {
    const auth = await this.instance();
    const { response, headers: responseHeaders } = await auth.api.getSession({
      headers: new Headers({ cookie: headers.cookie ?? '' }),
      returnHeaders: true,
    });
    const cookies = responseHeaders.getSetCookie();
    if (!response) return { writer: null, cookies };
    const { id, isAnonymous } = response.user;
    return { writer: { id, isGuest: isAnonymous === true }, cookies };
  }

  private instance(): Promise<Auth> {
    this.auth ??= this.create().catch((error: unknown) => {
      this.auth = undefined;
      throw error;
    });
    return this.auth;
  }

  private async create(): Promise<Auth> {
    return createAuth({
      database: this.database,
      secret: await this.secrets.getOrCreate(),
      publicUrl: this.config.publicUrl,
      limited: this.config.rateLimit > 0,
      log: (message) => this.logger.warn(message),
    });
  }
}
