export { createPool, createPrismaClient, type PrismaClientSettings } from './client.js';
export { copyOut, type RowReader } from './copy-out.js';
export { DatabaseAway } from './pulse/database-away.js';
export { databaseTrouble, type DatabaseTrouble } from './pulse/database-trouble.js';
export { DatabasePulse, type PulseSettings } from './pulse/database-pulse.js';
export { DatabaseSetUpError, type DatabaseSetUpCode } from './errors.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/start-embedded-postgres.js';
export { applyMigrations } from './migrations/apply-migrations.js';
export { PATIENT } from './patience.js';
export { Prisma, PrismaClient } from './generated/client.js';
export type * from './generated/client.js';
export {
  CHAMPION_CHANNEL,
  promoteVersion,
  PromotionError,
  SERVICE_LOCK,
  type Promotion,
} from './registry/promote-version.js';
export { nameInHistory } from './registry/name-in-history.js';
export { pruneVersions, type Pruned } from './registry/prune-versions.js';
export { importShipped, type ImportOutcome, type ShippedModel } from './registry/import-shipped.js';
export { registerVersion, type NewVersion } from './registry/register-version.js';
export { storeModelFile } from './registry/store-model-file.js';
export { v7 as newId } from 'uuid';
export {
  SERVES_ITS_WRITER,
  servesItsWriter,
  SERVES_SOMEBODY,
  servesSomebody,
} from './samples/serves-somebody.js';
export {
  announceSamples,
  MEMORY_CHANNEL,
  withdrawCorrections,
  type WithdrawnSample,
} from './samples/withdraw-corrections.js';
