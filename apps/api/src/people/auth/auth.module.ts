import { Global, Module } from '@nestjs/common';
import { AccessNews } from './access-news.js';
import { AdminsRepository } from './admins.repository.js';
import { AuthService } from './auth.service.js';
import { authDatabaseProvider } from './database.adapter.js';
import { EntryRules } from './entry-rules.js';
import { Entry } from './entry.service.js';
import { AuthOptionsController } from './auth-options.controller.js';
import { Guests } from './guests/guests.service.js';
import { GuestsRepository } from './guests/guests.repository.js';
import { IdleGuests } from './guests/idle-guests.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { RecentWriters } from './recent-writers.js';
import { OwnOrigin } from './own-origin.js';
import { PasswordLinksController } from './passwords/password-links.controller.js';
import { PasswordLinksRepository } from './passwords/password-links.repository.js';
import { PasswordTries } from './passwords/password-tries.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsOfRepository } from './sessions/sessions-of.repository.js';
import { SignUp } from './sign-up/sign-up.service.js';
import { AlphabetsModule } from '../../recognise/alphabets/alphabets.module.js';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { FirstAdmin } from './first-admin.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SecretRepository } from './secret.repository.js';

@Global()
@Module({
  imports: [AlphabetsModule, ServingModule],
  controllers: [
    AuthOptionsController,
    InvitationsController,
    PasswordLinksController,
    SessionsController,
  ],
  providers: [
    AccessNews,
    AuthService,
    AdminsRepository,
    Entry,
    EntryRules,
    Guests,
    GuestsRepository,
    IdleGuests,
    InvitationsRepository,
    InvitationsService,
    OwnOrigin,
    PasswordLinksRepository,
    PasswordTries,
    RecentWriters,
    SessionsOfRepository,
    SignUp,
    FirstAdmin,
    SecretRepository,
    SessionsRepository,
    authDatabaseProvider,
  ],
  exports: [AccessNews, AuthService, PasswordTries, RecentWriters],
})
export class AuthModule {}
