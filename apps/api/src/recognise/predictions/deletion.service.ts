import { Injectable } from '@nestjs/common';
import { notFound } from '../../common/problem-error.js';
import { unwrittenProblem } from '../../database/database-problem.js';
import { DatabaseState } from '../../database/database-state.js';
import { refreshSamples } from '../serving/refresh-samples.js';
import { ServingService } from '../serving/serving.service.js';
import { onceRecorded } from './once-recorded.js';
import { DrawingDeletionRepository } from './deletion.repository.js';
import { Recorder } from './recorder.js';

/** A writer deletes drawings of their own. */
@Injectable()
export class DrawingDeletionService {
  constructor(
    private readonly deletions: DrawingDeletionRepository,
    private readonly serving: ServingService,
    private readonly recorder: Recorder,
    private readonly database: DatabaseState,
  ) {}

  async deleteOne(writerId: string, id: string): Promise<void> {
    const deleted = await onceRecorded(
      id,
      async () => (await this.deleteMany(writerId, [id])) || undefined,
    );
    if (deleted !== undefined) return;
    // It would be written later, and be back.
    if (this.recorder.holds(id, writerId)) throw unwrittenProblem(this.database);
    throw notFound('prediction');
  }

  /** When this returns, they are out of the memory here; other replicas hear of it with the commit. */
  async deleteMany(writerId: string, ids: readonly string[]): Promise<number> {
    const { predictions, samples } = await this.deletions.deleteOwn(writerId, ids);
    await refreshSamples(this.serving, samples);
    return predictions;
  }
}
