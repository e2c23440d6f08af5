import { Injectable } from '@nestjs/common';
import { notFound } from '../../common/problem-error.js';
import { unwrittenProblem } from '../../database/database-problem.js';
import { DatabaseState } from '../../database/database-state.js';
import { onceRecorded } from '../predictions/once-recorded.js';
import { refreshSamples } from '../serving/refresh-samples.js';
import { ServingService } from '../serving/serving.service.js';
import { LineDeletionRepository } from './line-deletion.repository.js';
import { LineRecorder } from './line-recorder.js';

/** A writer deletes a line of their own. */
@Injectable()
export class LineDeletionService {
  constructor(
    private readonly deletions: LineDeletionRepository,
    private readonly serving: ServingService,
    private readonly recorder: LineRecorder,
    private readonly database: DatabaseState,
  ) {}

  /** When this returns, what it taught is out of the memory here; other replicas hear of it with the commit. */
  async delete(writerId: string, id: string): Promise<void> {
    const samples = await onceRecorded(id, () => this.deletions.deleteOwn(writerId, id));
    // One that waits would be written later, and be back.
    if (!samples && this.recorder.holds(id, writerId)) throw unwrittenProblem(this.database);
    if (!samples) throw notFound('line');
    await refreshSamples(this.serving, samples);
  }
}
