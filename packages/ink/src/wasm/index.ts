export * from './assembler.js';
export * from './web-assembly.js';
