import { Inject, Injectable, Logger } from '@nestjs/common';
import type {
  PeopleSettingsAnswer,
  PeopleSettingsChange,
  PeopleSettings as Settings,
} from '@inkling/contract';
import { validationProblem } from '../../common/validation.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { PeopleSettingsRepository } from './people-settings.repository.js';

const NAMES: Readonly<Record<keyof Settings, string>> = {
  signUp: 'SIGN_UP',
  guests: 'GUESTS',
  review: 'REVIEW',
};

/** Who may come in, and whether somebody looks at corrections: what admins set, and the environment over it. */
@Injectable()
export class PeopleSettings {
  private readonly logger = new Logger(PeopleSettings.name);
  private readonly fixed: Partial<Settings>;

  constructor(
    @Inject(CONFIG) { people }: Config,
    private readonly stored: PeopleSettingsRepository,
  ) {
    this.fixed = people;
  }

  /** As they are now, on every replica: read anew for each call. */
  async get(): Promise<Settings> {
    return { ...(await this.stored.read()), ...this.fixed };
  }

  async describe(): Promise<PeopleSettingsAnswer> {
    return { ...(await this.get()), fixed: this.namesOfFixed() };
  }

  /** @throws ProblemError for what the environment decides */
  async change(change: PeopleSettingsChange, byId: string): Promise<PeopleSettingsAnswer> {
    const refused = this.namesOfFixed().filter(
      (name) => change[name] !== undefined && change[name] !== this.fixed[name],
    );
    if (refused.length > 0) {
      throw validationProblem(
        refused.map((name) => ({
          message: `The environment decides this: change ${NAMES[name]} and start Inkling again.`,
          path: [name],
        })),
      );
    }
    const after = await this.stored.change(change, byId);
    this.logger.log(`people's settings were changed by ${byId}: ${JSON.stringify(after)}`);
    return this.describe();
  }

  private namesOfFixed(): (keyof Settings)[] {
    return (Object.keys(NAMES) as (keyof Settings)[]).filter(
      (name) => this.fixed[name] !== undefined,
    );
  }
}
