import { Global, Module } from '@nestjs/common';
import { AuthService } from './auth.service.js';
import { SecretRepository } from './secret.repository.js';

@Global()
@Module({ providers: [AuthService, SecretRepository], exports: [AuthService] })
export class AuthModule {}
