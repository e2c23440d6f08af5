import { z } from 'zod';

export const liveSchema = z.object({ status: z.literal('ok') });

export const readySchema = z.object({
  status: z.enum(['ok', 'degraded', 'unavailable']),
  problems: z.array(z.object({ code: z.string(), detail: z.string() })),
  models: z.array(z.object({ network: z.string(), id: z.string(), version: z.int() })),
});
export type Ready = z.infer<typeof readySchema>;
