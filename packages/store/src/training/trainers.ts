import { z } from 'zod';
import { reasonSchema } from '@inkling/contract';
import type { Prisma } from '../generated/client.js';

export type Reason = z.infer<typeof reasonSchema>;

/** A trainer writes that it is alive every 3 s; after so long without a word it counts as gone. */
export const TRAINER_GONE_AFTER_MS = 10_000;

const NO_TRAINER: Reason = {
  code: 'no_trainer',
  detail:
    'No trainer is running: "npm start" starts one beside the API, and ' +
    '"node apps/trainer/dist/bundle/main.js" starts one alone.',
};

/** The Prisma client, or a transaction of it. */
type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

/**
 * Why no job can be trained at the moment, and what to do; `undefined` when a trainer is there that can.
 */
export async function trainerProblem(prisma: Reader): Promise<Reason | undefined> {
  const trainers = await prisma.$queryRaw<{ problem: unknown }[]>`
    SELECT problem FROM trainer
    WHERE seen_at > now() - make_interval(secs => ${TRAINER_GONE_AFTER_MS / 1000})
    ORDER BY started_at`;
  if (trainers.length === 0) return NO_TRAINER;
  const problems = trainers.map(({ problem }) => reasonSchema.safeParse(problem).data);
  return problems.every(Boolean) ? problems[0] : undefined;
}
