import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './load-config.js';

/** Injects the {@link Config} of this process. */
export const CONFIG = Symbol('CONFIG');

@Global()
@Module({})
export class ConfigModule {
  static of(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
