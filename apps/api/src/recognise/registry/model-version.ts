import type { GateReport } from '@inkling/contract';
import type { ModelCard, Network } from '@inkling/recognizer';

/** What is needed to load a version and to say which one answered. */
export interface ModelVersion {
  readonly id: string;
  readonly network: Network;
  readonly version: number;
  readonly sha256: string;
  readonly card: ModelCard;
}

export interface ServicePeriod {
  readonly from: Date;
  readonly to: Date | null;
  readonly by: string;
  readonly reason: string;
}

export interface ModelRecord extends ModelVersion {
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
