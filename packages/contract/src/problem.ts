import { z } from 'zod';
import { idSchema, text, wholeInQuery } from './fields.js';

/** RFC 9457 problem document, sent as `application/problem+json`. */
export const problemSchema = z.object({
  /** A URI reference that names the kind of problem, `/problems/<code>`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What happened and what to do, for a person. */
  detail: z.string(),
  /** A stable word for programs, e.g. `nothing_drawn`. */
  code: z.string(),
  /** The id that the log knows this request by. */
  requestId: z.string().optional(),
  errors: z
    .array(
      z.object({ pointer: z.string().describe('JSON Pointer (RFC 6901)'), detail: z.string() }),
    )
    .optional(),
  /** Of `newer_correction`. */
  current: z
    .object({
      id: idSchema,
      label: z.string().optional().describe('As it was given; of a drawing'),
      text: z.string().optional().describe('Of a line'),
      changedAt: z.iso.datetime(),
    })
    .optional()
    .describe('The correction that there is already'),
});
export type Problem = z.infer<typeof problemSchema>;

/** A list's page; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const pageQuerySchema = z.object({
  cursor: text().max(200).optional(),
  limit: wholeInQuery(1, 100).default(30),
});
