// `npm run lint` and `npm test`: names files, and rooms of an app or a package, that import each other in a circle,
// types included.
import { cyclesOf, readImportGraph, roomsOf } from './lib/import-graph.mjs';
import { ROOT } from './lib/paths.mjs';

const graph = await readImportGraph(ROOT, ['packages', 'apps', 'scripts', 'bench', 'journeys'], {
  withTypes: true,
});
const ROOMS = ['apps/api/src', 'apps/trainer/src', 'packages/store/src', 'packages/recognizer/src'];
const cycles = [graph, ...ROOMS.map((folder) => roomsOf(graph, folder))].flatMap(cyclesOf);
for (const cycle of cycles) {
  console.error(`These import each other: ${cycle.join(', ')}.`);
}
process.exitCode = cycles.length > 0 ? 1 : 0;
