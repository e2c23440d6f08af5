import { Global, Module } from '@nestjs/common';
import { AuthService } from './auth.service.js';
import { authDatabaseProvider } from './database.adapter.js';
import { SessionsRepository } from './sessions.repository.js';
import { SecretRepository } from './secret.repository.js';

@Global()
@Module({
  providers: [AuthService, SecretRepository, SessionsRepository, authDatabaseProvider],
  exports: [AuthService],
})
export class AuthModule {}
