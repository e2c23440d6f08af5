export { bundled } from './bundled.js';
export {
  createTestDatabase,
  type DatabaseContent,
  type TestDatabase,
} from './create-test-database.js';
export { freezable, type Freezable } from './freezable.js';
export { startTestRedis, type TestRedis } from './redis-server.js';
export { readShippedLines, readShippedModel, SHIPPED_MODELS } from './shipped-models.js';
