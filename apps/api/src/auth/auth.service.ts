import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import {
  createAuth,
  PROLONG_AFTER_S,
  SESSION_S,
  type Auth,
  type AuthDatabase,
} from './create-auth.js';
import { AUTH_DATABASE } from './database.adapter.js';
import { SecretRepository } from './secret.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { signedToken } from './signed-token.js';
import { writerOf } from './standing.js';
import type { Writer } from './writer.js';

export interface ResolvedSession {
  readonly writer: Writer | null;
  /** Sent along: using a session prolongs it. */
  readonly cookies: readonly string[];
}

interface Door {
  readonly auth: Auth;
  readonly secret: string;
  readonly cookieName: string;
}

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);
  private door: Promise<Door> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUTH_DATABASE) private readonly database: AuthDatabase,
    private readonly secrets: SecretRepository,
    private readonly sessions: SessionsRepository,
  ) {}

  async handle(request: Request): Promise<Response> {
    const { auth } = await this.open();
    return auth.handler(request);
  }

  /**
   * Whose request it is. Asked for each one, so a valid session that need not be prolonged is looked up
   * by one query; Better Auth, which takes several times as long, judges all others.
   */
  async resolve(cookieHeader: string): Promise<ResolvedSession> {
    const { auth, secret, cookieName } = await this.open();
    if (!cookieHeader.includes(`${cookieName}=`)) return { writer: null, cookies: [] };
    const token = signedToken(cookieHeader, cookieName, secret);
    const writer = token && (await this.sessions.getWriter(token, notDueUntil()));
    return writer ? { writer, cookies: [] } : askBetterAuth(auth, cookieHeader);
  }

  /** As sign-in will compare it (scrypt). */
  async hashPassword(password: string): Promise<string> {
    const { auth } = await this.open();
    const context = await auth.$context;
    return context.password.hash(password);
  }

  private open(): Promise<Door> {
    this.door ??= this.create().catch((error: unknown) => {
      this.door = undefined;
      throw error;
    });
    return this.door;
  }

  private async create(): Promise<Door> {
    const secret = await this.secrets.getOrCreate();
    const auth = createAuth({
      database: this.database,
      secret,
      publicUrl: this.config.publicUrl,
      limited: this.config.rateLimit > 0,
      log: (message) => this.logger.warn(message),
    });
    const { authCookies } = await auth.$context;
    return { auth, secret, cookieName: authCookies.sessionToken.name };
  }
}

/** A session that ends after this moment was prolonged lately. */
const notDueUntil = (): Date => new Date(Date.now() + (SESSION_S - PROLONG_AFTER_S) * 1000);

async function askBetterAuth(auth: Auth, cookie: string): Promise<ResolvedSession> {
  const { response, headers } = await auth.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  });
  const cookies = headers.getSetCookie();
  if (!response) return { writer: null, cookies };
  return { writer: writerOf(response.user), cookies };
}
