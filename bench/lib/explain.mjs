import { Prisma } from '@inkling/store';
import { AnalyticsRepository } from '../../apps/api/dist/observe/insight/analytics.repository.js';

const DAY_MS = 86_400_000;

/** Runs a repository's own queries through EXPLAIN, and keeps the plans instead of their rows. */
const explaining = (client, plans) => ({
  async $queryRaw(strings, ...values) {
    const query = Prisma.sql(strings, ...values);
    const { rows } = await client.query(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ${query.text}`,
      query.values,
    );
    plans.push(...rows.map((row) => row['QUERY PLAN']));
    return [];
  },
});

/** The lines that say which table was read which way, and how long it all took. */
const telling = (plan) =>
  plan
    .filter((line) => /Scan|Execution Time/.test(line))
    .map((line) => line.replace(/^[\s>-]+/, '').replace(/^.*?->\s*/, ''));

/** Prints how Postgres finds each figure. */
export async function explainFigures(client, { writer }) {
  const plans = [];
  const repository = new AnalyticsRepository(explaining(client, plans));
  const now = Date.now();
  const { rows } = await client.query('SELECT rolled_until FROM prediction_rollup');
  const scope = (days, more = {}) => ({
    rolledUntil: rows[0].rolled_until,
    from: new Date(now - days * DAY_MS),
    to: new Date(now + DAY_MS),
    zone: 'Europe/Berlin',
    bucket: 'week',
    steps: Array.from({ length: Math.ceil((days + 1) / 7) }, (_, week) => {
      return new Date(now - days * DAY_MS + week * 7 * DAY_MS);
    }),
    ...more,
  });
  const scopes = [
    ['everything', scope(800)],
    ['30 days', scope(30)],
    ['one writer', scope(800, { writer })],
  ];
  for (const figure of ['activity', 'confusions', 'reliability', 'latency']) {
    for (const [of, one] of scopes) {
      console.log(`\n${figure}, ${of}:`);
      await repository[figure](one);
      for (const line of telling(plans.splice(0))) console.log(`  ${line}`);
    }
  }
}
