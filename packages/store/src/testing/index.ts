export { createTestDatabase, type TestDatabase } from './create-test-database.js';
export { freezable, type Freezable } from './freezable.js';
export { startTestRedis, type TestRedis } from './redis-server.js';
