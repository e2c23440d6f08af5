export * from './problem.js';
export * from './predictions.js';
export * from './corrections.js';
export * from './models.js';
export * from './health.js';
export * from './gate.js';
export * from './training.js';
export * from './review.js';
