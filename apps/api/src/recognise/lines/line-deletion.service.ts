import { Injectable } from '@nestjs/common';
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
  ) {}

  /** When this returns, what it taught is out of the memory here; other replicas hear of it with the commit. */
  async delete(writerId: string, id: string): Promise<void> {
    const samples = await onceRecorded(id, () => this.deletions.deleteOwn(writerId, id));
    // One that waits would be written later, and be back.
    if (!samples) throw this.recorder.missing(id, writerId);
    await refreshSamples(this.serving, samples);
  }
}
