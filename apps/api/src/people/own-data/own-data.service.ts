import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Deletion, DeletionRequest, OwnAccount, OwnAccountChange } from '@inkling/contract';
import { AuthService } from '../auth/auth.service.js';
import { PasswordTries, tooMany } from '../auth/passwords/password-tries.js';
import { roleOf } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';
import { notFound, ProblemError } from '../../common/problem-error.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { orLastAdmin } from '../users/or-last-admin.js';
import { DeletionRepository, type Deleted } from './deletion.repository.js';
import { OwnDataRepository, type OwnAccountRecord } from './own-data.repository.js';

/** A session that began so lately counts as a confirmation of who is there. */
const FRESH_MS = 10 * 60_000;

@Injectable()
export class OwnDataService {
  private readonly logger = new Logger(OwnDataService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly auth: AuthService,
    private readonly own: OwnDataRepository,
    private readonly deletions: DeletionRepository,
    private readonly serving: ServingService,
    private readonly tries: PasswordTries,
  ) {}

  async get(userId: string): Promise<OwnAccount> {
    const names = new Map(this.config.oidcProviders.map(({ id, name }) => [id, name]));
    const { passwordHash, email, role, createdAt, providers, ...account } =
      await this.require(userId);
    return {
      id: account.id,
      name: account.name,
      email: account.isGuest ? null : email,
      isGuest: account.isGuest,
      role: roleOf(role),
      hasPassword: passwordHash !== undefined,
      providers: providers.map((id) => names.get(id) ?? id),
      createdAt: createdAt.toISOString(),
    };
  }

  async change(userId: string, { name }: OwnAccountChange): Promise<OwnAccount> {
    await this.own.rename(userId, name);
    return this.get(userId);
  }

  /**
   * Removes whoever asks, once it is sure that it is them: by their password, or where they have none by
   * a session that began just now. A guest's session is all that a guest has.
   */
  async deleteOwn(
    writer: Writer,
    cookie: string,
    { password }: DeletionRequest,
  ): Promise<Deletion> {
    const account = await this.require(writer.id);
    if (account.passwordHash !== undefined) await this.checkPassword(account, password);
    else if (!account.isGuest) await this.requireFreshSession(cookie);
    return this.delete(writer.id, writer.id, 'you');
  }

  /** By an admin. Whether it is them is not asked here, so they delete themselves by `deleteOwn` alone. */
  async deleteOther(id: string, adminId: string): Promise<Deletion> {
    if (id !== adminId) return this.delete(id, adminId, 'they');
    await orLastAdmin(this.deletions.keepAnAdmin(id));
    throw new ProblemError(
      'forbidden',
      'This is you. Sign in and delete yourself with DELETE /api/me, which makes sure that it is you.',
    );
  }

  private async delete(id: string, byId: string, who: 'you' | 'they'): Promise<Deletion> {
    const deleted = await this.remove(id, byId);
    // The other replicas hear of it with the commit.
    await refreshSamples(this.serving, deleted.samples);
    this.logger.log(
      `user ${id} was deleted with ${deleted.drawings} drawings and ${deleted.samples.length} samples`,
    );
    return {
      predictions: deleted.drawings,
      samples: deleted.samples.length,
      note: noteOf(deleted, who),
    };
  }

  private async remove(id: string, byId: string): Promise<Deleted> {
    const deleted = await orLastAdmin(this.deletions.deletePerson(id, byId));
    if (!deleted) throw notFound('person');
    return deleted;
  }

  private async require(userId: string): Promise<OwnAccountRecord> {
    const account = await this.own.getAccount(userId);
    if (!account) throw notFound('account');
    return account;
  }

  private async checkPassword(
    { id, passwordHash }: OwnAccountRecord,
    password: string | undefined,
  ): Promise<void> {
    const { allowed, retryAfterS } = await this.tries.tryOnce(id);
    if (!allowed) {
      throw new ProblemError('too_many_requests', tooMany('wrong passwords', retryAfterS), {
        headers: { 'retry-after': String(retryAfterS) },
      });
    }
    if (password !== undefined && (await this.auth.isPassword(passwordHash!, password))) return;
    const detail = password === undefined ? 'Your password is needed.' : 'The password is wrong.';
    throw new ProblemError('wrong_password', `${detail} Nothing was deleted.`, {
      errors: [{ pointer: '/password', detail }],
    });
  }

  private async requireFreshSession(cookie: string): Promise<void> {
    const session = await this.auth.sessionOf(cookie);
    if (session && Date.now() - session.createdAt.getTime() < FRESH_MS) return;
    throw new ProblemError(
      'sign_in_again',
      'Sign in again to confirm that it is you, and delete your account within ten minutes.',
    );
  }
}

function noteOf({ trainings }: Deleted, who: 'you' | 'they'): string {
  const theirs = who === 'you' ? 'Your' : 'Their';
  const gone =
    `${theirs} drawings, pictures and corrections are removed: they are in no memory any more, and in no ` +
    'training that begins from now on.';
  if (trainings === 0) return `${gone} No model was trained with any of them.`;
  const used = trainings === 1 ? 'One training has' : `${trainings} trainings have`;
  return (
    `${gone} ${used} used some of them. A model keeps no drawings, only numbers that all samples shaped ` +
    'together: one that is trained already stays as it is, until an admin goes back to a version from before or a new one takes its place.'
  );
}
