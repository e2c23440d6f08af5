import { Injectable } from '@nestjs/common';
import type { CorrectionRequest, CorrectionResponse } from '@inkling/contract';
import { glyphFromBytes } from '@inkling/ink';
import { isSymbol, normaliseRows } from '@inkling/recognizer';
import { notFound } from '../../common/problem-error.js';
import { DatabaseState } from '../../database/database-state.js';
import { Recorder } from '../../recognise/predictions/recorder.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { PeopleSettings } from '../../people/settings/people-settings.service.js';
import { labelFor } from './label-for.js';
import {
  CorrectionsRepository,
  type CorrectablePrediction,
  type NewCorrection,
  type SavedCorrection,
} from './corrections.repository.js';

@Injectable()
export class CorrectionsService {
  constructor(
    private readonly corrections: CorrectionsRepository,
    private readonly serving: ServingService,
    private readonly people: PeopleSettings,
    private readonly database: DatabaseState,
    private readonly recorder: Recorder,
  ) {}

  /**
   * When this returns, the correction is in the database and in the writer's memory.
   *
   * @throws ProblemError `newer_correction`
   */
  async correct(
    writerId: string,
    { predictionId, label: given, previous }: CorrectionRequest,
  ): Promise<CorrectionResponse> {
    const prediction = await this.recorder.find(predictionId, writerId, () =>
      this.corrections.getOwnPrediction(writerId, predictionId),
    );
    const { task, network } = prediction;
    const label = labelFor(task, given);
    const saved = await this.save({
      predictionId,
      writerId,
      label,
      given,
      previous,
      autoReview: (await this.people.get()).review === 'auto',
      embedding: await this.embed(prediction),
    });
    if (!saved) throw notFound('prediction');
    await this.serving.refreshSample(network, saved.sampleId);
    return {
      ...{ ...saved, predictionId, confirms: label === prediction.label },
      ...(isSymbol(label) && { symbol: { samples: await this.countOf(writerId, label) } }),
    };
  }

  /** The one just said is among them. */
  private async countOf(writerId: string, label: string): Promise<number> {
    return Math.max(1, await this.corrections.countOwn(writerId, label));
  }

  private async save(correction: NewCorrection): Promise<SavedCorrection | undefined> {
    try {
      const saved = await this.corrections.save(correction);
      this.database.noteKept();
      return saved;
    } catch (error) {
      this.database.noteFailure(error);
      throw error;
    }
  }

  async takeBack(writerId: string, id: string): Promise<void> {
    const taken = await this.corrections.takeBack(writerId, id);
    if (!taken) throw notFound('correction');
    await this.serving.refreshSample(taken.network, taken.sampleId);
  }

  /** By the version in service, whatever version predicted. A correction is kept without one, too. */
  private async embed({
    network,
    glyph,
  }: CorrectablePrediction): Promise<NewCorrection['embedding']> {
    if (!this.serving.get(network)) return undefined;
    return this.serving.use(network, async ({ model, version }) => ({
      modelVersionId: version.id,
      vector: normaliseRows(
        await model.embed(glyphFromBytes(glyph), 1),
        version.card.embeddingSize,
      ),
    }));
  }
}
