export * from './card.js';
export * from './parse-card.js';
export * from './likeness-card.js';
export * from './lines-card.js';
export * from './pen-card.js';
export * from './card-of-network.js';
