import { z } from 'zod';
import { labelSchema } from './fields.js';
import { taskSchema } from './predictions.js';

/** A symbol as one writer taught it. */
export const symbolSchema = z.object({
  label: z.string(),
  samples: z.int().min(1).describe('Own samples that serve your answers'),
  approved: z.int().min(0).describe('How many of them were approved'),
  tasks: z.array(taskSchema).describe('Where it was taught; in `digits` it is answered only then'),
  picture: z.string().describe('PNG data URL, 28x28, of the newest'),
  lastTaughtAt: z.iso.datetime(),
});
export type TaughtSymbol = z.infer<typeof symbolSchema>;

/** All at once: nobody teaches more than a page can show. */
export const symbolListSchema = z.object({ items: z.array(symbolSchema) });
export type SymbolList = z.infer<typeof symbolListSchema>;

/** In the query, since an address can't have "." or ".." as a part of its path. */
export const symbolQuerySchema = z.object({ label: labelSchema });
export type SymbolQuery = z.infer<typeof symbolQuerySchema>;
