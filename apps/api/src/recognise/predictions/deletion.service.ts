import { Injectable } from '@nestjs/common';
import { refreshSamples } from '../serving/refresh-samples.js';
import { ServingService } from '../serving/serving.service.js';
import { DrawingDeletionRepository } from './deletion.repository.js';
import { Recorder } from './recorder.js';

/** A writer deletes drawings of their own. */
@Injectable()
export class DrawingDeletionService {
  constructor(
    private readonly deletions: DrawingDeletionRepository,
    private readonly serving: ServingService,
    private readonly recorder: Recorder,
  ) {}

  async deleteOne(writerId: string, id: string): Promise<void> {
    const deleteIt = async () => (await this.deleteMany(writerId, [id])) || undefined;
    await this.recorder.find(id, writerId, deleteIt);
  }

  /** When this returns, they are out of the memory here; other replicas hear of it with the commit. */
  async deleteMany(writerId: string, ids: readonly string[]): Promise<number> {
    const { predictions, samples } = await this.deletions.deleteOwn(writerId, ids);
    await refreshSamples(this.serving, samples);
    return predictions;
  }
}
