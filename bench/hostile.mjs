// `npm run bench:hostile [-- --only pictures]`: what hostile requests do to a server, beside what it does in calm.
// Runs each file of bench/hostile in turn, prints one table and one JSON line, and exits with 1 where a figure does
// not hold. Bounded in number and time, and to servers that it starts itself on the loopback address. Needs
// `npm run build` and the models.
//
// A file exports `name` and `async run({ root })`, which resolves with rows
// `{ figure, wanted, measured, holds }`: two texts for people around a verdict.
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { printTable } from './lib/table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = new URL('hostile/', import.meta.url);

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });

const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort();
const attacks = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
const chosen = attacks.filter(({ name }) => options.only === undefined || name === options.only);
if (chosen.length === 0) {
  const names = attacks.map(({ name }) => name).join(', ');
  throw new Error(`--only: expected one of ${names}`);
}

const rows = [];
for (const { name, run } of chosen) {
  try {
    for (const row of await run({ root })) rows.push({ attack: name, ...row });
  } catch (error) {
    console.error(error);
    const measured = error instanceof Error ? error.message.split('\n')[0] : String(error);
    rows.push({ attack: name, figure: 'runs to its end', wanted: 'yes', measured, holds: false });
  }
}

const COLUMNS = [
  ['attack', ({ attack }) => attack],
  ['figure', ({ figure }) => figure],
  ['wanted', ({ wanted }) => wanted],
  ['measured', ({ measured }) => measured],
  ['holds', ({ holds }) => (holds ? 'yes' : 'NO')],
];
printTable(COLUMNS, rows);
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
console.log(JSON.stringify({ bench: 'hostile', machine, rows }));
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
