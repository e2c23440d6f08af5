import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { sendNotice } from '../common/notice.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { AdminsRepository } from './admins.repository.js';
import { AuthService } from './auth.service.js';

const NAMES = 'ADMIN_EMAIL and ADMIN_PASSWORD';

const NONE =
  'Training and review need an admin, and there is none yet: stop Inkling and start it again with ' +
  `${NAMES} (at least 8 characters) set. Drawing and correcting work without.`;

/**
 * Makes the first admin from ADMIN_EMAIL and ADMIN_PASSWORD while there is none. Somebody who has that
 * address already is not made admin: it may be a stranger's account, since a role given by a setting
 * would go to whoever was first to take the address. The operator then names another.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstAdmin.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly admins: AdminsRepository,
    private readonly auth: AuthService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    const isSet = adminEmail !== undefined && adminPassword !== undefined;
    if (await this.admins.hasAny()) {
      if (isSet) this.tellNotUsed();
    } else if (isSet) {
      await this.make(adminEmail.toLowerCase(), adminPassword);
    } else {
      this.logger.log(NONE);
      sendNotice(NONE);
    }
  }

  private async make(email: string, password: string): Promise<void> {
    const passwordHash = await this.auth.hashPassword(password);
    switch (await this.admins.makeFirst({ email, passwordHash })) {
      case 'made': {
        const text = `The first admin signs in as ${email}. ${NAMES} are not needed any more.`;
        this.logger.log(text);
        return sendNotice(text);
      }
      case 'exists':
        return this.tellNotUsed();
      case 'taken':
        this.logger.warn(
          `There is no admin, and ${email} (ADMIN_EMAIL) can't become one: somebody has that address ` +
            'already. Start again with another address.',
        );
    }
  }

  private tellNotUsed(): void {
    this.logger.log(`There is an admin: ${NAMES} are not used, and can be taken out.`);
  }
}
