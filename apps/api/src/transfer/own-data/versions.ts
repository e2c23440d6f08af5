import type { TrainedNetwork } from '@inkling/recognizer';
import type { KnownVersion } from './own-data.repository.js';

/** Which version here stands for one of elsewhere. */
export class Versions {
  private readonly byFile = new Map<string, string>();
  private readonly champions = new Map<TrainedNetwork, string>();

  constructor(known: readonly KnownVersion[]) {
    for (const { id, network, sha256, isChampion } of known) {
      this.byFile.set(`${network} ${sha256}`, id);
      if (isChampion) this.champions.set(network, id);
    }
  }

  /** The one with the same file, or else the one in service. @returns `undefined` where there is neither */
  idOf(
    network: TrainedNetwork,
    { sha256 }: { readonly sha256?: string | undefined },
  ): string | undefined {
    return this.byFile.get(`${network} ${sha256}`) ?? this.champions.get(network);
  }
}
