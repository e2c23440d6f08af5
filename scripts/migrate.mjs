import { migrate } from './lib/product/database.mjs';
import { Refusal } from './lib/refusal.mjs';
import { runScript } from './lib/run-script.mjs';

// Brings the database that DATABASE_URL names to this version; `npm start` does it by itself.

await runScript(async () => {
  const url = process.env.DATABASE_URL;
  if (!url || !URL.canParse(url)) {
    throw new Refusal(
      'DATABASE_URL must name a database: postgresql://user:password@host:5432/name',
    );
  }
  const applied = await migrate(url);
  process.stdout.write(`${applied.length === 0 ? 'Nothing to apply' : applied.join('\n')}\n`);
  return 0;
});
