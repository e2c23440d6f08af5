// Prints packages/ink as one script that sets the global `ink`. A process of its own, because the
// bundler's JS API doesn't run inside Jest.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const bundle = await rolldown({
  input: fileURLToPath(new URL('../index.ts', import.meta.url)),
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
const { output } = await bundle.generate({ format: 'iife', name: 'ink' });
process.stdout.write(output[0].code);
