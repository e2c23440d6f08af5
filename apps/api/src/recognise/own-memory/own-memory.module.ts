import { Module } from '@nestjs/common';
import { OwnMemoryController } from './own-memory.controller.js';
import { OwnMemoryRepository } from './own-memory.repository.js';

@Module({ controllers: [OwnMemoryController], providers: [OwnMemoryRepository] })
export class OwnMemoryModule {}
