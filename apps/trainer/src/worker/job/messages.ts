import { z } from 'zod';
import { TRAINING_PHASES, trainingProgressSchema } from '@inkling/contract';

/** What a child process tells its trainer. */
export const childMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), phase: z.enum(TRAINING_PHASES) }),
  z.object({ type: z.literal('progress'), progress: trainingProgressSchema }),
  z.object({ type: z.literal('log'), text: z.string() }),
  /** Its results lie in the folder. */
  z.object({ type: z.literal('done') }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;

/** Sends from the child; resolves when the message is on its way. */
export const tell = (message: ChildMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send) process.send(message, undefined, {}, () => resolve());
    else resolve();
  });
