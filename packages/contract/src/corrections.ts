import { z } from 'zod';
import { idSchema, labelSchema } from './fields.js';

export const sampleStatusSchema = z.enum(['pending', 'approved', 'rejected']);

export const correctionRequestSchema = z.object({
  predictionId: idSchema,
  label: labelSchema.describe(
    'Any label of the task, in any case of a merged letter; the predicted one confirms. What no network has a class for, such as "ä", "✓" or "kg", is a symbol of yours from then on',
  ),
  previous: z
    .object({ id: idSchema, label: labelSchema })
    .nullable()
    .optional()
    .describe(
      'The correction that you knew of when you said this, with its label as it was given; null for none. Where there is another one by now, with another label, nothing changes: 409 newer_correction. Absent: the last one wins',
    ),
});
export type CorrectionRequest = z.infer<typeof correctionRequestSchema>;

export const correctionStateSchema = z.object({
  id: idSchema,
  sampleId: idSchema,
  label: z.string().describe('The class that the given label stands for'),
  given: z.string().describe('The label as it was given'),
  status: sampleStatusSchema,
});

export const correctionResponseSchema = correctionStateSchema.extend({
  predictionId: idSchema,
  confirms: z.boolean().describe('true when the label is the predicted one'),
  symbol: z
    .object({ samples: z.int().min(1).describe('Own samples of it that serve your answers') })
    .optional()
    .describe('Present where no network has a class for the label: three samples make it reliable'),
});
export type CorrectionResponse = z.infer<typeof correctionResponseSchema>;
