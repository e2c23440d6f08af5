export * from './labels.js';
export * from './session.js';
export * from './card.js';
export * from './parse-card.js';
export * from './calibration.js';
export * from './metrics.js';
export * from './memory.js';
export * from './nearest.js';
