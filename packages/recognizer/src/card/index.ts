export * from './card.js';
export * from './parse-card.js';
