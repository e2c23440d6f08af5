import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { sendNotice } from '../../common/notice.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { AdminsRepository } from './admins.repository.js';
import { AuthService } from './auth.service.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { hashOfToken } from './invitations/token.js';

const NAMES = 'ADMIN_EMAIL and ADMIN_PASSWORD';

const DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;

const withLink = (link: string): string =>
  `There is no admin yet. This link makes you the first one, once, within ${DAYS} days:\n` +
  `  ${link}\n` +
  `(or start with ${NAMES} set). Drawing and correcting work without an admin; review and training don't.`;

/**
 * Makes the first admin from ADMIN_EMAIL and ADMIN_PASSWORD while there is none, or else says by which link
 * one makes oneself the first. Somebody who has that address already is not made admin: it may be a
 * stranger's account, since a role given by a setting would go to whoever was first to take the address.
 * The operator then names another.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstAdmin.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly admins: AdminsRepository,
    private readonly auth: AuthService,
    private readonly invitations: InvitationsRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    const isSet = adminEmail !== undefined && adminPassword !== undefined;
    if (await this.admins.hasAny()) {
      if (isSet) this.tellNotUsed();
    } else if (isSet) {
      await this.make(adminEmail.toLowerCase(), adminPassword);
    } else {
      await this.offerLink();
    }
  }

  private async offerLink(): Promise<void> {
    const token = await this.auth.setupToken();
    const expiresAt = new Date(Date.now() + DAYS * DAY_MS);
    if (!(await this.invitations.openSetup(hashOfToken(token), expiresAt))) return;
    const text = withLink(`${addressOf(this.config)}/sign-up?setup=${token}`);
    this.logger.log('There is no admin yet, and a link that makes the first one.');
    // Whoever runs the server by itself, as in a container, has its log alone.
    if (!sendNotice(text)) this.logger.warn(text);
  }

  private async make(email: string, password: string): Promise<void> {
    const passwordHash = await this.auth.hashPassword(password);
    switch (await this.admins.makeFirst({ email, passwordHash })) {
      case 'made': {
        const text = `The first admin signs in as ${email}. ${NAMES} are not needed any more.`;
        this.logger.log(text);
        sendNotice(text);
        return;
      }
      case 'exists':
        return this.tellNotUsed();
      case 'taken':
        this.logger.warn(
          `There is no admin, and ${email} (ADMIN_EMAIL) can't become one: someone has that address ` +
            'already. Start again with another address.',
        );
    }
  }

  private tellNotUsed(): void {
    this.logger.log(`There is an admin: ${NAMES} are not used, and can be taken out.`);
  }
}

/** What to open on this machine, or from anywhere where PUBLIC_URL says so. */
function addressOf({ publicUrl, host, port }: Config): string {
  if (publicUrl !== undefined) return new URL(publicUrl).origin;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
