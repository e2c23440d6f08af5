import { Injectable } from '@nestjs/common';
import type {
  LineHistoryDetail,
  LineHistoryItem,
  lineHistoryPageSchema,
  lineHistoryQuerySchema,
} from '@inkling/contract';
import type { z } from 'zod';
import { pageCursor } from '../../common/page-cursor.js';
import { LineRecorder } from './line-recorder.js';
import { LinesRepository, type LineRecord } from './lines.repository.js';
import { stripPicture } from './strip-picture.js';

/** A writer's own lines. */
@Injectable()
export class LinesHistoryService {
  constructor(
    private readonly lines: LinesRepository,
    private readonly recorder: LineRecorder,
  ) {}

  async list(
    writerId: string,
    { task, cursor, limit }: z.output<typeof lineHistoryQuerySchema>,
  ): Promise<z.output<typeof lineHistoryPageSchema>> {
    const before = pageCursor(cursor);
    const records = await this.lines.listOwn(writerId, { task, before }, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toItem),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  async get(writerId: string, id: string): Promise<LineHistoryDetail> {
    const line = await this.recorder.find(id, writerId, () => this.lines.getOwn(writerId, id));
    return { ...toItem(line), characters: [...line.characters], ink: line.ink };
  }
}

const toItem = (record: LineRecord): LineHistoryItem => ({
  id: record.id,
  task: record.task,
  text: record.text,
  probability: record.probability,
  certain: record.certain,
  model: record.modelVersion,
  createdAt: record.createdAt.toISOString(),
  strip: stripPicture(record),
  correction: record.correction,
});
