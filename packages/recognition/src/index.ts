export * from './labels.js';
export * from './session.js';
export * from './card.js';
export * from './calibration.js';
export * from './memory.js';
