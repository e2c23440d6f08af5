// `npm run seed:predictions -- --database-url postgres://… [--predictions 1000000] [--writers 300] [--seed 1]`:
// two years of made-up drawings for an installation that nobody has used yet, to try the dashboard with. Start
// the server once before; needs `npm run build`.
import { parseArgs } from 'node:util';
import { seedPredictions } from './lib/seed/seed.mjs';

const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    predictions: { type: 'string', default: '1000000' },
    writers: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
});
const databaseUrl = values['database-url'] ?? process.env['DATABASE_URL'];
if (!databaseUrl) throw new Error('--database-url: name the database of a new installation');

const start = Date.now();
const written = await seedPredictions(databaseUrl, {
  predictions: Number(values.predictions),
  writers: Number(values.writers),
  seed: Number(values.seed),
  onProgress: (done) => process.stderr.write(`\r${done} predictions`),
});
process.stderr.write('\n');
console.log(JSON.stringify({ seeded: written, seconds: (Date.now() - start) / 1000 }));
