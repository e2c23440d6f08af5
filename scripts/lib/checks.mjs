import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { run } from './command.mjs';
import { inRoot, TYPESCRIPT } from './paths.mjs';
import { fromJest, single, slowestOf } from './totals.mjs';

/**
 * @typedef {object} Found
 * @property {import('./totals.mjs').Tally} tally
 * @property {ReturnType<typeof slowestOf>} slowest
 */

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(show: (text: string) => void) => Promise<Found>} work
 */

const bin = (/** @type {string[]} */ ...parts) => inRoot('node_modules', ...parts);

/**
 * A program that either finds nothing wrong or prints what. It computes only, so that tests, which may wait
 * for something only so long, go first.
 *
 * @param {string} name
 * @param {string} program a JavaScript file
 * @param {readonly string[]} args
 * @param {readonly string[]} [flags] of Node
 * @returns {Check}
 */
const plain = (name, program, args, flags = []) => ({
  name,
  work: async (show) => {
    const { code, output } = await run({
      file: process.execPath,
      args: [...flags, program, ...args],
      stepsBack: true,
    });
    if (code !== 0) show(output);
    return { tally: single(code === 0), slowest: [] };
  },
});

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Check}
 */
const jest = (name, args) => ({
  name,
  work: async (show) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-report-'));
    const file = path.join(folder, 'report.json');
    try {
      const { code } = await run({
        file: process.execPath,
        args: [
          '--experimental-vm-modules',
          '--disable-warning=ExperimentalWarning',
          // Each test file makes much that is soon of no use: with room for it, less time goes into clearing up.
          '--max-semi-space-size=64',
          bin('jest', 'bin', 'jest.js'),
          '--ci',
          '--json',
          `--outputFile=${file}`,
          ...args,
        ],
        // The report goes to the file and to standard output, what people read to standard error.
        onError: show,
      });
      const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
      return { tally: fromJest(report, code), slowest: slowestOf(report) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** So many that who is done with one takes another, and both end at nearly the same time. */
const BROWSER_PARTS = 6;

/** @param {number} part */
const browser = (part) =>
  jest(`Journeys in a browser, part ${part}`, [
    ...['--selectProjects', 'journeys', '--runInBand', `--shard=${part}/${BROWSER_PARTS}`],
  ]);

/**
 * @typedef {object} Lane
 * @property {number} atOnce so many of its checks run beside each other
 * @property {readonly Check[]} checks in the order in which they begin
 */

/**
 * One after the other.
 *
 * @type {readonly { readonly name: string, readonly lane: Lane }[]}
 */
export const TESTS = [
  {
    name: 'Tests',
    lane: {
      atOnce: 1,
      checks: [
        jest('Tests', ['--ignoreProjects', 'journeys', 'starts', 'guide', '--maxWorkers=3']),
      ],
    },
  },
  {
    name: 'Journeys',
    lane: {
      // Never more than two beside each other: they wait only so long for an answer.
      atOnce: 2,
      checks: [
        jest('Journeys from npm start', ['--selectProjects', 'starts', '--runInBand']),
        ...Array.from({ length: BROWSER_PARTS }, (_, at) => browser(at + 1)),
      ],
    },
  },
];

/** Beside all of that, in what it leaves of the processors. */
export const STYLE_AND_TYPES = {
  name: 'Style and types',
  /** @type {Lane} */
  lane: {
    atOnce: 2,
    checks: [
      plain('Lint', bin('eslint', 'bin', 'eslint.js'), ['.', '--max-warnings=0']),
      plain('Import cycles', inRoot('scripts', 'check-cycles.mjs'), []),
      plain('Format', bin('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level=warn', '.']),
      plain('Types', TYPESCRIPT, ['-p', 'tsconfig.check.json']),
      plain(
        'Types of the web app',
        bin('vue-tsc', 'bin', 'vue-tsc.js'),
        ['--noEmit', '-p', 'apps/web/tsconfig.json'],
        // It keeps what it makes: a heap that begins large is gone through less often while it fills.
        ['--initial-heap-size=2000', '--max-semi-space-size=64', '--min-semi-space-size=64'],
      ),
      plain('Types of the pad', TYPESCRIPT, ['-p', 'packages/pad']),
      plain('Types of the scripts', TYPESCRIPT, ['-p', 'scripts']),
      plain('Types of the journeys', TYPESCRIPT, ['-p', 'journeys']),
    ],
  },
};
