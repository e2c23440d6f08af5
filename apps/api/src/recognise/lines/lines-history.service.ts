import { Injectable } from '@nestjs/common';
import type {
  LineHistoryDetail,
  LineHistoryItem,
  lineHistoryPageSchema,
  lineHistoryQuerySchema,
} from '@inkling/contract';
import { STRIP_HEIGHT } from '@inkling/ink';
import type { z } from 'zod';
import { pageCursor } from '../../common/page-cursor.js';
import { greyPngUrl } from '../../common/png.js';
import { notFound } from '../../common/problem-error.js';
import { LinesRepository, type LineRecord } from './lines.repository.js';

/** A writer's own lines. */
@Injectable()
export class LinesHistoryService {
  constructor(private readonly lines: LinesRepository) {}

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
    const line = await this.lines.getOwn(writerId, id);
    if (!line) throw notFound('line');
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

/** Rows one below the other, black on white as on paper. */
function stripPicture({ strips, rows }: LineRecord): string {
  const width = Math.max(1, ...rows.map((row) => row.width));
  const height = STRIP_HEIGHT * Math.max(1, rows.length);
  const pixels = new Uint8Array(width * height).fill(255);
  let from = 0;
  rows.forEach((row, index) => {
    for (let y = 0; y < STRIP_HEIGHT; y++) {
      const line = pixels.subarray((index * STRIP_HEIGHT + y) * width);
      for (let x = 0; x < row.width; x++) line[x] = 255 - strips[from + y * row.width + x]!;
    }
    from += row.width * STRIP_HEIGHT;
  });
  return greyPngUrl(pixels, width, height);
}
