import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PICTURE_SOURCE, Pictures } from './pictures.service.js';
import type { ProcessSource } from './process/picture-process.js';

const BUILT_PROCESS: ProcessSource = {
  url: new URL('./process/picture.process.js', import.meta.url),
  standsBack: true,
};

@Global()
@Module({})
export class PicturesModule {
  /** @param source which file the processes run; tests give the TypeScript one with a loader */
  static of(source: ProcessSource = BUILT_PROCESS): DynamicModule {
    return {
      module: PicturesModule,
      providers: [Pictures, { provide: PICTURE_SOURCE, useValue: source }],
      exports: [Pictures],
    };
  }
}
