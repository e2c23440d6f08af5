import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { formerLineParts, type SaidLine } from '@inkling/store/training';
import { LINES_NETWORK } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import type { StateOfSamples } from './preview.repository.js';

/** Corrected lines that teach the network for lines. */
@Injectable()
export class ApprovedLinesRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** The mark changes with every approval, change and deletion, and with every snapshot. */
  async state(): Promise<StateOfSamples> {
    const [row] = await this.prisma.$queryRaw<StateOfSamples[]>`
      SELECT count(*)::int AS approved,
        concat_ws(' ', count(*), sum(revision), max(updated_at), max(id::text),
          (SELECT concat(max(id::text), ' ', count(fingerprint)) FROM training_job
            WHERE network = ${LINES_NETWORK})) AS mark
      FROM line_correction WHERE status = 'approved'`;
    return row!;
  }

  /** As the trainer places them: with the reviewer's text, or else the writer's. */
  async list(): Promise<SaidLine[]> {
    const [rows, former] = await Promise.all([
      this.prisma.$queryRaw<Omit<SaidLine, 'formerPart'>[]>`
        SELECT id::text, writer_id::text AS "writerId", coalesce(reviewer_text, text) AS text
        FROM line_correction WHERE status = 'approved'`,
      formerLineParts(this.prisma),
    ]);
    return rows.map((row) => ({ ...row, formerPart: former.get(row.id) }));
  }
}
