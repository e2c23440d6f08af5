import { Injectable } from '@nestjs/common';
import { NETWORKS } from '@inkling/recognizer';
import { Inference } from '../inference/inference.module.js';
import { Metrics } from '../../common/metrics.js';
import { ServingService } from './serving.service.js';
import { VersionsInService } from './versions-in-service.js';

/** What the operator sees of models and memory. */
@Injectable()
export class ServingMetrics {
  constructor(
    metrics: Metrics,
    serving: ServingService,
    versions: VersionsInService,
    inference: Inference,
  ) {
    const memoryHelp = 'Samples in memory: all, and those that serve everybody';
    metrics.gauge('inkling_memory_samples', memoryHelp, ['network', 'kind'], (gauge) => {
      for (const network of NETWORKS) {
        const size = serving.get(network)?.memory.size;
        if (!size) continue;
        gauge.set({ network, kind: 'all' }, size.samples);
        gauge.set({ network, kind: 'shared' }, size.shared);
      }
    });
    const versionHelp = 'The version in service';
    metrics.gauge('inkling_model_version', versionHelp, ['network'], (gauge) => {
      for (const { network, version } of versions.all()) gauge.set({ network }, version);
    });
    const queueHelp = 'Drawings that wait for an inference thread';
    metrics.gauge('inkling_inference_waiting', queueHelp, [], (gauge) => {
      gauge.set(inference.pool.waiting);
    });
  }
}
