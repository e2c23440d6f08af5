import { Injectable } from '@nestjs/common';
import {
  trainingParametersFor,
  type TrainingPreview,
  type TrainingSettings,
} from '@inkling/contract';
import {
  beyondLearnt,
  blockers,
  nextTimeOf,
  type LearnableSymbol,
  type Reason,
} from '@inkling/store/training';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';
import { TrainersRepository } from '../trainers.repository.js';
import { QueueOfTraining } from '../training-queue.js';
import { countLineSides, countSides, type Sides } from './count-sides.js';
import { ApprovedLinesRepository } from './lines.repository.js';
import { PreviewRepository, type StateOfSamples } from './preview.repository.js';
import { SharedCounts } from './shared-counts.js';

/** What a job that starts now would use. */
@Injectable()
export class PreviewService {
  /** Pages ask again and again, mostly while nothing changes. */
  private readonly sides = new SharedCounts((network: TrainedNetwork) => this.countSides(network));

  constructor(
    private readonly preview: PreviewRepository,
    private readonly lines: ApprovedLinesRepository,
    private readonly trainers: TrainersRepository,
    private readonly queue: QueueOfTraining,
  ) {}

  async get(network: TrainedNetwork): Promise<TrainingPreview> {
    const state = await this.stateOf(network);
    const symbols = await this.preview.symbols(network);
    const labels = symbols.map(({ label }) => label);
    const [sides, fresh, lastJobAt, open, champion, settings, problem] = await Promise.all([
      this.sides.of(network, state.mark),
      this.preview.freshApprovals(network, labels),
      this.preview.lastBeginning(network),
      this.preview.openJobs(network),
      this.preview.champion(network),
      this.preview.settings(network),
      this.trainers.getProblem(),
    ]);
    return {
      network,
      approved: state.approved,
      ...sides,
      leftOut: sides.leftOut + (network === LINES_NETWORK ? 0 : beyondLearnt(state.approved)),
      symbols,
      fresh,
      lastJobAt: lastJobAt?.toISOString() ?? null,
      champion,
      parameters: trainingParametersFor(network, sides.train),
      runningJobId: open.runningId,
      queuedJobId: open.queuedId,
      hindrance: problem ?? blockerOf(network, state, sides, symbols, champion !== null),
      settings,
      nextScheduledAt: await this.nextScheduled(network, settings),
    };
  }

  /** As the queue keeps the schedule: in the trainer's time zone, which may be another than this process's. */
  private async nextScheduled(
    network: TrainedNetwork,
    { schedule: { enabled, cron } }: TrainingSettings,
  ): Promise<string | null> {
    if (!enabled) return null;
    const kept = await this.queue
      .open()
      .scheduleOf(network)
      .catch(() => undefined);
    // A trainer has not heard of a change for some seconds.
    const timeZone = kept?.cron === cron ? kept.timeZone : undefined;
    return nextTimeOf(cron, timeZone)?.toISOString() ?? null;
  }

  private stateOf(network: TrainedNetwork): Promise<StateOfSamples> {
    return network === LINES_NETWORK ? this.lines.state() : this.preview.stateOfSamples(network);
  }

  private countSides(network: TrainedNetwork): Promise<Sides> {
    return network === LINES_NETWORK
      ? this.lines.list().then(countLineSides)
      : countSides(this.preview.approvedSamples(network));
  }
}

function blockerOf(
  network: TrainedNetwork,
  { approved }: StateOfSamples,
  { train }: Sides,
  symbols: readonly LearnableSymbol[],
  hasChampion: boolean,
): Reason | null {
  if (!hasChampion) return blockers.noModel(network);
  if (symbols.length > 0) return null;
  if (approved === 0) return blockers.nothingApproved(network);
  return train > 0 ? null : blockers.onlyHoldout(network, approved);
}
