import type { TrainingProgress } from '@inkling/contract';
import type { StepResult } from './lesson.js';

/** Between two reports, unless an epoch ends. */
const REPORT_EVERY_MS = 500;
/** TensorFlow takes many times as long for the first steps as for the others. */
const WARM_UP_STEPS = 3;
/** Fewer steps than this don't tell how long the others take. */
const TELLING_STEPS = 5;

/** Gathers steps and reports now and then: often enough to watch, too seldom to cost anything. */
export class ProgressReporter {
  /**
   * When the pace began to be measured: at the start, and again once TensorFlow has warmed up. By a clock that nobody
   * sets: a machine without one of its own learns the time of day some while after it was switched on.
   */
  private pacedSince = performance.now();
  private lastReport = -Infinity;
  private loss = 0;
  private right = 0;
  private of = 0;
  private stepsSince = 0;
  private stepsHere = 0;
  private samplesPaced = 0;

  constructor(
    private readonly plan: Pick<TrainingProgress, 'epochs' | 'steps'>,
    private readonly report: (progress: TrainingProgress) => void,
  ) {}

  /** Takes one step in; `urgent` reports whatever the time. */
  step(at: { epoch: number; step: number }, batch: StepResult, urgent: boolean): void {
    this.loss += batch.loss;
    this.right += batch.right;
    this.of += batch.of;
    this.stepsSince++;
    this.stepsHere++;
    this.samplesPaced += batch.count;
    const now = performance.now();
    if (urgent || now - this.lastReport >= REPORT_EVERY_MS) this.tell(at, now);
    if (this.stepsHere === WARM_UP_STEPS) {
      this.pacedSince = now;
      this.samplesPaced = 0;
    }
  }

  private tell(at: { epoch: number; step: number }, now: number): void {
    // The clock may not have moved.
    const seconds = Math.max(0.001, (now - this.pacedSince) / 1000);
    this.report({
      ...this.plan,
      ...at,
      loss: this.loss / this.stepsSince,
      accuracy: this.right / this.of,
      samplesPerSecond: this.samplesPaced / seconds,
      etaSeconds: this.etaSeconds(this.plan.steps - at.step, seconds),
    });
    this.lastReport = now;
    this.loss = this.right = this.of = this.stepsSince = 0;
  }

  private etaSeconds(stepsLeft: number, seconds: number): number | null {
    if (stepsLeft === 0) return 0;
    const paced = this.stepsHere - WARM_UP_STEPS;
    return paced < TELLING_STEPS ? null : (stepsLeft * seconds) / paced;
  }
}
