import { Global, Module, type DynamicModule } from '@nestjs/common';
import { PICTURE_SOURCES, Pictures, type PictureSources } from './pictures.service.js';

const BUILT: PictureSources = {
  process: { url: new URL('./process/picture.process.js', import.meta.url), standsBack: true },
  thread: { url: new URL('./thread/picture.worker.js', import.meta.url) },
};

@Global()
@Module({})
export class PicturesModule {
  /** @param sources which files read pictures; tests give the TypeScript ones with a loader */
  static of(sources: PictureSources = BUILT): DynamicModule {
    return {
      module: PicturesModule,
      providers: [Pictures, { provide: PICTURE_SOURCES, useValue: sources }],
      exports: [Pictures],
    };
  }
}
