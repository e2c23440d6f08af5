import { Injectable } from '@nestjs/common';
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
    const deleteIt = () => this.deletions.deleteOwn(writerId, id);
    const samples = await this.recorder.find(id, writerId, deleteIt);
    await refreshSamples(this.serving, samples);
  }
}
