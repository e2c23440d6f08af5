import type { TrainingProgress } from '@inkling/contract';

/** Between two reports, unless an epoch ends. */
const REPORT_EVERY_MS = 500;

/** Gathers steps and reports now and then: often enough to watch, too seldom to cost anything. */
export class ProgressReporter {
  private readonly started = Date.now();
  private lastReport = 0;
  private loss = 0;
  private right = 0;
  private samples = 0;
  private stepsSince = 0;
  private stepsHere = 0;
  private samplesHere = 0;

  constructor(
    private readonly plan: Pick<TrainingProgress, 'epochs' | 'steps'>,
    private readonly report: (progress: TrainingProgress) => void,
  ) {}

  /** Takes one step in; `urgent` reports whatever the time. */
  step(
    at: { epoch: number; step: number },
    batch: { loss: number; right: number; count: number },
    urgent: boolean,
  ): void {
    this.loss += batch.loss;
    this.right += batch.right;
    this.samples += batch.count;
    this.stepsSince++;
    this.stepsHere++;
    this.samplesHere += batch.count;
    const now = Date.now();
    if (!urgent && now - this.lastReport < REPORT_EVERY_MS) return;
    // The clock may not have moved since the start.
    const seconds = Math.max(0.001, (now - this.started) / 1000);
    this.report({
      ...this.plan,
      ...at,
      loss: this.loss / this.stepsSince,
      accuracy: this.right / this.samples,
      samplesPerSecond: this.samplesHere / seconds,
      etaSeconds: ((this.plan.steps - at.step) * seconds) / this.stepsHere,
    });
    this.lastReport = now;
    this.loss = this.right = this.samples = this.stepsSince = 0;
  }
}
