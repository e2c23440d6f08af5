export * from './problem.js';
export * from './predictions.js';
export * from './corrections.js';
export * from './models.js';
export * from './health.js';
