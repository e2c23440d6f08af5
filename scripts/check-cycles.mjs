// `npm run lint` and `npm test`: names files that import each other in a circle, types included.
import { cyclesOf, readImportGraph } from './lib/import-graph.mjs';
import { ROOT } from './lib/paths.mjs';

const graph = await readImportGraph(ROOT, ['packages', 'apps', 'scripts', 'bench', 'journeys'], {
  withTypes: true,
});
const cycles = cyclesOf(graph);
for (const cycle of cycles) {
  console.error(`These files import each other: ${cycle.join(', ')}.`);
}
process.exitCode = cycles.length > 0 ? 1 : 0;
