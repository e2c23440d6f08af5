import type { GateReport } from '@inkling/contract';
import type { LinesCard, ModelCard, Network, TrainedNetwork } from '@inkling/recognizer';

interface VersionFacts {
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
}

/** What is needed to load a version of a network for characters, and to say which one answered. */
export interface ModelVersion extends VersionFacts {
  readonly network: Network;
  readonly card: ModelCard;
}

/** The same of the network for lines. */
export interface LinesVersion extends VersionFacts {
  readonly network: 'lines';
  readonly card: LinesCard;
}

export interface VersionOfNetwork {
  readonly digits: ModelVersion;
  readonly characters: ModelVersion;
  readonly lines: LinesVersion;
}
export type AnyVersion = VersionOfNetwork[TrainedNetwork];

export interface ServicePeriod {
  readonly from: Date;
  readonly to: Date | null;
  readonly by: string;
  readonly reason: string;
}

/** What the registry knows of a version besides. */
interface VersionHistory {
  readonly status: 'candidate' | 'champion' | 'retired' | 'rejected';
  readonly origin: 'shipped' | 'trained';
  readonly parentId: string | null;
  readonly bytes: number;
  /** Its file was removed to save room. */
  readonly pruned: boolean;
  readonly trainingJobId: string | null;
  readonly fingerprint: string | null;
  readonly gate: GateReport | null;
  readonly createdAt: Date;
  readonly service: readonly ServicePeriod[];
}

export type ModelRecord<V extends AnyVersion = AnyVersion> = V & VersionHistory;
export type RecordOf<N extends TrainedNetwork> = ModelRecord<VersionOfNetwork[N]>;
