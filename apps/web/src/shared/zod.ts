// vite.config.ts puts this in the place of `zod`, so it runs before any schema is made. Zod tries whether it
// may compile schemas with `new Function`; the content security policy forbids that, and browsers report
// the try.
import { config } from 'zod/v4';

config({ jitless: true });

export * from 'zod/v4';
