import { register } from 'node:module';

// Worker threads are outside Jest: this lets them run the TypeScript sources, so tests need no build.
register('./ts-hooks.mjs', import.meta.url);
