import { Injectable } from '@nestjs/common';
import type { HistoryDetail, HistoryItem, Why } from '@inkling/contract';
import type { historyPageSchema, historyQuerySchema } from '@inkling/contract';
import type { Stroke } from '@inkling/ink';
import type { z } from 'zod';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { pageCursor } from '../../common/page-cursor.js';
import { dataUrl } from '../../common/png.js';
import { WhyService } from '../why/why.service.js';
import { PredictionsRepository, type PredictionRecord } from './predictions.repository.js';
import { Recorder } from './recorder.js';

/** A writer's own predictions. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly predictions: PredictionsRepository,
    private readonly reasons: WhyService,
    private readonly recorder: Recorder,
  ) {}

  async list(
    writerId: string,
    { task, cursor, limit }: z.output<typeof historyQuerySchema>,
  ): Promise<z.output<typeof historyPageSchema>> {
    const before = pageCursor(cursor);
    const records = await this.predictions.listOwn(writerId, { task, before }, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toItem),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  async get(writerId: string, id: string): Promise<HistoryDetail> {
    const detail = await this.recorder.find(id, writerId, () =>
      this.predictions.getOwn(writerId, id),
    );
    const { ink, picture } = detail;
    return {
      ...toItem(detail),
      ink,
      picture: picture && dataUrl(picture.mediaType, picture.bytes),
    };
  }

  /** Reads a drawing again with what its writer taught until now. */
  async why(writerId: string, id: string): Promise<Why> {
    const question = await this.recorder.find(id, writerId, () =>
      this.predictions.getQuestion(writerId, id),
    );
    const { options, ink, ...drawing } = question;
    return this.reasons.explain({
      ...drawing,
      // The schema checked the number of values when it came.
      strokes: ink ? (ink.strokes as unknown as Stroke[]) : undefined,
      allow: options.allow,
      memoryOf: options.memory ? writerId : null,
      habitsOf: options.prior === false ? null : writerId,
    });
  }
}

const toItem = (record: PredictionRecord): HistoryItem => ({
  id: record.id,
  task: record.task,
  alphabet: record.alphabet,
  label: record.label,
  probability: record.probability,
  certain: record.certainty === 'sure',
  certainty: record.certainty,
  candidates: [...record.candidates],
  decidedBy: record.decidedBy,
  model: record.model,
  createdAt: record.createdAt.toISOString(),
  glyph: glyphPicture(record.glyph),
  correction: record.correction,
});
