import { Global, Module } from '@nestjs/common';
import { AdminsRepository } from './admins.repository.js';
import { AuthService } from './auth.service.js';
import { authDatabaseProvider } from './database.adapter.js';
import { FirstAdmin } from './first-admin.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SecretRepository } from './secret.repository.js';

@Global()
@Module({
  providers: [
    AuthService,
    AdminsRepository,
    FirstAdmin,
    SecretRepository,
    SessionsRepository,
    authDatabaseProvider,
  ],
  exports: [AuthService],
})
export class AuthModule {}
