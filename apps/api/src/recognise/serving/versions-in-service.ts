import { Injectable } from '@nestjs/common';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';
import type { AnyVersion } from '../registry/model-version.js';
import { LinesNetwork } from './lines/lines-network.service.js';
import { ServingService } from './serving.service.js';

/** Which version answers for each network, whatever it reads, and the way to put another one in its place. */
@Injectable()
export class VersionsInService {
  constructor(
    private readonly serving: ServingService,
    private readonly lines: LinesNetwork,
  ) {}

  get(network: TrainedNetwork): AnyVersion | undefined {
    return network === LINES_NETWORK ? this.lines.version : this.serving.get(network)?.version;
  }

  all(): readonly AnyVersion[] {
    const lines = this.lines.version;
    return [...this.serving.inService(), ...(lines ? [lines] : [])];
  }

  /** One at a time a network. @throws Error when the version can't serve; then the former one does */
  swap(version: AnyVersion): Promise<void> {
    return version.network === LINES_NETWORK
      ? this.lines.swap(version)
      : this.serving.swap(version);
  }

  /**
   * Loads and checks a version that is about to be promoted, so that what can go wrong does so before.
   *
   * @returns letGo, for when it is not promoted, or after
   * @throws Error when the version can't serve
   */
  prepare(version: AnyVersion): Promise<() => Promise<void>> {
    return version.network === LINES_NETWORK
      ? this.lines.prepare(version)
      : this.serving.prepare(version);
  }
}
