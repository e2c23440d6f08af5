import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { problemOfTrouble } from '../../database/database-problem.js';
import { DatabaseState } from '../../database/database-state.js';
import { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import { createAuth, type Auth, type AuthDatabase } from './create-auth.js';
import { AUTH_DATABASE } from './database.adapter.js';
import { EntryRules } from './entry-rules.js';
import { Entry } from './entry.service.js';
import { SecretRepository } from './secret.repository.js';
import { setupToken } from './invitations/token.js';
import { SessionsRepository, type SeenPerson, type StoredSession } from './sessions.repository.js';
import { signedToken } from './signed-token.js';
import { writerOf } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';

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
    private readonly limits: SharedLimits,
    private readonly rules: EntryRules,
    private readonly entry: Entry,
    private readonly state: DatabaseState,
  ) {}

  async handle(request: Request): Promise<Response> {
    if (this.state.isAway) throw problemOfTrouble('away');
    const { auth } = await this.open();
    const response = await auth.handler(request);
    // It tells nobody why it failed.
    if (response.status >= 500 && this.state.isAway) throw problemOfTrouble('away');
    return response;
  }

  /**
   * Whose request it is. Asked for each one, so a valid session that need not be prolonged is looked up
   * by one query; Better Auth, which takes several times as long, judges all others.
   */
  async resolve(cookieHeader: string): Promise<ResolvedSession> {
    const { auth, secret, cookieName } = await this.open();
    if (!cookieHeader.includes(`${cookieName}=`)) return { writer: null, cookies: [] };
    const token = signedToken(cookieHeader, cookieName, secret);
    const person = token && (await this.sessions.getPerson(token));
    if (!person) return this.askBetterAuth(auth, cookieHeader);
    this.noteSeen(person);
    return { writer: writerOf(person), cookies: [] };
  }

  private async askBetterAuth(auth: Auth, cookie: string): Promise<ResolvedSession> {
    const { response, headers } = await auth.api.getSession({
      headers: new Headers({ cookie }),
      returnHeaders: true,
    });
    const cookies = headers.getSetCookie();
    // It knows of no disabled people; what they had of sessions is gone but for one made that very moment.
    if (!response || (await this.sessions.isDisabled(response.user.id))) {
      return { writer: null, cookies };
    }
    return { writer: writerOf(response.user), cookies };
  }

  /** As sign-in will compare it (scrypt). */
  async hashPassword(password: string): Promise<string> {
    const { auth } = await this.open();
    const context = await auth.$context;
    return context.password.hash(password);
  }

  /** Whether a password is the one of a hash. */
  async isPassword(hash: string, password: string): Promise<boolean> {
    const { auth } = await this.open();
    const context = await auth.$context;
    return context.password.verify({ hash, password });
  }

  /** The session that a request came with. */
  async sessionOf(cookieHeader: string): Promise<StoredSession | undefined> {
    const { secret, cookieName } = await this.open();
    const token = signedToken(cookieHeader, cookieName, secret);
    return token === undefined ? undefined : this.sessions.getSession(token);
  }

  /** The set-up link's token, see invitations/token.ts. */
  async setupToken(): Promise<string> {
    return setupToken((await this.open()).secret);
  }

  /** A new key of somebody's; only its hash is kept. */
  async createKey(key: {
    readonly ownerId: string;
    readonly name: string;
    readonly expiresInS: number | undefined;
  }): Promise<{ readonly id: string; readonly key: string }> {
    const { auth } = await this.open();
    const { id, key: secret } = await auth.api.createApiKey({
      body: {
        userId: key.ownerId,
        name: key.name,
        ...(key.expiresInS !== undefined && { expiresIn: key.expiresInS }),
      },
    });
    return { id, key: secret };
  }

  /** Not waited for: no answer depends on it. */
  private noteSeen({ id, lastSeenAt }: SeenPerson): void {
    if (lastSeenAt !== null && Date.now() - lastSeenAt.getTime() < SEEN_EVERY_MS) return;
    void this.sessions.noteSeen(id, SEEN_EVERY_MS).catch((error: unknown) => {
      this.logger.warn(`when somebody was seen last could not be written: ${nameOfError(error)}`);
    });
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
      limits: this.limits,
      rules: this.rules,
      entry: this.entry,
      providers: this.config.oidcProviders,
      log: (message) => this.logger.warn(message),
    });
    const { authCookies } = await auth.$context;
    return { auth, secret, cookieName: authCookies.sessionToken.name };
  }
}

/** When somebody was seen last is told to some minutes: it would cost a write a request otherwise. */
const SEEN_EVERY_MS = 5 * 60_000;

const nameOfError = (error: unknown): string => (error instanceof Error ? error.name : 'error');
