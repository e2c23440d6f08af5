import { Module } from '@nestjs/common';
import { InferenceModule } from '../inference/inference.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { RegistryModule } from '../registry/registry.module.js';
import { ChampionFollower } from './champion-follower.service.js';
import { LikenessNetwork } from './likeness.service.js';
import { Language } from './lines/language.service.js';
import { LinesNetwork } from './lines/lines-network.service.js';
import { MemoryNews } from './memory-news.service.js';
import { PenNetwork } from './pen.service.js';
import { ServedFiles } from './served-files.service.js';
import { ServingMetrics } from './serving-metrics.js';
import { ServingService } from './serving.service.js';
import { VersionsInService } from './versions-in-service.js';

@Module({
  imports: [InferenceModule, MemoryModule, RegistryModule],
  providers: [
    ServingService,
    Language,
    LinesNetwork,
    VersionsInService,
    ChampionFollower,
    LikenessNetwork,
    PenNetwork,
    MemoryNews,
    ServedFiles,
    ServingMetrics,
  ],
  exports: [
    Language,
    ServingService,
    LinesNetwork,
    VersionsInService,
    ChampionFollower,
    LikenessNetwork,
    PenNetwork,
    ServedFiles,
    InferenceModule,
    MemoryModule,
  ],
})
export class ServingModule {}
