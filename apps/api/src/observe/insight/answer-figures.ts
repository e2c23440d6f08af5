import type { FastifyReply } from 'fastify';
import { toCsv, type Table } from './figures/csv.js';

/** JSON, or the same figures as a table of comma-separated values. */
export function answerFigures<T>(
  reply: FastifyReply,
  format: 'json' | 'csv',
  figures: T,
  tableOf: (figures: T) => Table,
): T | string {
  if (format === 'json') return figures;
  const table = tableOf(figures);
  reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="inkling-${table.name}.csv"`);
  return toCsv(table);
}
