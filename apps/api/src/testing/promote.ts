import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type PrismaClient, promoteVersion } from '@inkling/store';
import type { TrainedNetwork } from '@inkling/recognizer';
import { VersionsInService } from '../recognise/serving/versions-in-service.js';
import { until } from './until.js';

/** As the trainer does it: a transaction elsewhere, that replicas hear of. */
export const promote = (prisma: PrismaClient, modelVersionId: string): Promise<unknown> =>
  prisma.$transaction((tx) =>
    promoteVersion(tx, { modelVersionId, by: 'Inkling', reason: 'it passed the gate' }),
  );

/** Resolves when a process serves a version. */
export const serves = (
  app: NestFastifyApplication,
  network: TrainedNetwork,
  id: string,
): Promise<void> => until(() => app.get(VersionsInService).get(network)?.id === id);
