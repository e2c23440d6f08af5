import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { memoryParametersSchema } from '@inkling/recognizer/card';
import { loadPicturePool } from '../../data/picture-pool.js';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import { retuneVersion } from '../../judge/evaluation/memory/retune-version.js';
import { allowedPool, embedPool } from '../../judge/evaluation/memory/shared-pool.js';
import { skewedPool } from '../../judge/evaluation/memory/skewed-pool.js';
import { subjectsOf } from '../../judge/evaluation/memory/subject.js';
import { ownTable, sharedTable } from '../../judge/evaluation/memory/tables.js';
import type { Memory } from '../../judge/evaluation/memory/trials.js';
import {
  drawOwnTrials,
  drawSharedTrials,
  GRID,
  MOST_NEAREST,
  sharedGrid,
  tuneParameters,
} from '../../judge/evaluation/memory/tune.js';
import { describeMemory } from '../../judge/evaluation/memory/wording.js';
import { readModelFolder, writeCard } from '../../judge/evaluation/model-folder.js';
import { openPen } from '../../judge/evaluation/pen/open-pen.js';
import { readGlyphs } from '../../onnx/reading.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { loadHands, loadSet } from '../../data/load-set.js';
import { wholeOption } from '../number-options.js';
import { penFolder } from '../evaluate/model-folders.js';

const USAGE = `Chooses how much memory counts, on validation writers, and writes choice and tables into the card.

npm run tune:memory -- --network digits|characters [options]

  --data FOLDER    the data sets (../shared/data)
  --model FOLDER   model.onnx and card.json (models/<network>), its temperature fitted already
  --without-pen    reads ink by its glyphs alone
  --nearest N      only settings by which so many nearest samples count: symbols are told apart by their mean
                   closeness, and the fewer of them count, the worse
  --again          as a training job tunes a version again: around the settings of the card, on the
                   sets that ship with the network; tells how long it took, and writes nothing
  --from JSON      with --again, other settings to begin with, as '{"alphaOwn": 2}'`;

const OWN_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const POOL_SEEDS = [1, 2];
const POOL_SIZE = 10_000;
/** Glyphs read for each pool, with and without own samples each. */
const SHARED_TRIALS = 2000;

/** The unseen writers are not quite untouched, and whoever reads their figures should know. */
const LOOKED_AT =
  "The rule for what own samples may cost other hands' drawings (0.1 points or a twentieth of the " +
  'error) was set, in steps, after figures of the unseen writers had been seen; nothing else was.';

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    model: { type: 'string' },
    'without-pen': { type: 'boolean', default: false },
    nearest: { type: 'string' },
    again: { type: 'boolean', default: false },
    from: { type: 'string', default: '{}' },
    help: { type: 'boolean', default: false },
  },
});
const network = NETWORKS.find((name) => name === values.network);
if (!network || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}
try {
  const folder = values.model ?? join('models', network);
  if (values.again) await tuneAgain(network, folder);
  else await tune(network, values.data, folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function tune(name: Network, dataDir: string, folder: string): Promise<void> {
  const started = Date.now();
  const say = (what: string) =>
    console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${what}`);
  const { onnx, card } = readModelFolder(folder);
  if (card.network !== name) {
    throw new Error(`${folder} holds the network ${card.network}, not ${name}.`);
  }
  const session = await openOrtSession(onnx);
  const pen = values['without-pen'] ? undefined : await openPen(penFolder([folder]));
  const unipen = loadUnipen(dataDir);
  const subjectsFrom = (keep: (sample: UnipenSample) => boolean) =>
    subjectsOf(card, session, unipen.filter(keep), pen);

  say('embedding the validation writers');
  const validation = await subjectsFrom(({ part }) => part === 'validation');
  say(`embedding ${POOL_SEEDS.length} skewed pools of ${POOL_SIZE} samples of the training data`);
  const { train: training } = loadPicturePool(name, dataDir);
  const pools: Memory[] = [];
  for (const seed of POOL_SEEDS) {
    pools.push(await embedPool(session, skewedPool(training, POOL_SIZE, seed)));
  }

  say('drawing trials');
  const ownTrials = validation.map((subject) => drawOwnTrials(subject, OWN_SEEDS, MOST_NEAREST));
  const sharedTrials = validation.map((subject) =>
    drawSharedTrials(
      subject,
      pools.map((pool) => allowedPool(subject, pool)),
      SHARED_TRIALS,
      MOST_NEAREST,
    ),
  );
  say('searching');
  const nearest =
    values.nearest === undefined ? undefined : [wholeOption('nearest', values.nearest)];
  const memory = tuneParameters(validation, ownTrials, sharedTrials, nearest);
  say(`chose ${JSON.stringify(memory)}; measuring the unseen writers`);

  const sections = [`Chosen on the validation writers: ${describeMemory(memory)}. ${LOOKED_AT}`];
  validation.forEach((subject, at) => {
    const neighbours = GRID.alphaOwn.flatMap((alphaOwn) =>
      GRID.beta.map((beta) => ({ ...memory, alphaShared: 0, alphaOwn, beta })),
    );
    const shares = sharedGrid().map((shared) => ({ ...memory, betaShared: undefined, ...shared }));
    sections.push(
      `### Validation writers, ${subject.task}: error with own samples in memory`,
      ownTable(subject, ownTrials[at]!, neighbours),
      `### Validation writers, ${subject.task}: error with ${POOL_SIZE} skewed shared samples`,
      sharedTable(subject, sharedTrials[at]!, shares),
    );
  });

  const isUnseen = ({ part }: UnipenSample) => part === 'unseen group' || part === 'unseen hand';
  const whole: [string, (sample: UnipenSample) => boolean][] = [
    ['Unseen writers', isUnseen],
    ['Unseen writers without the groups of cut ink', (one) => isUnseen(one) && !one.cutInk],
  ];
  for (const [who, keep] of whole) {
    for (const subject of await subjectsFrom(keep)) {
      const trials = drawOwnTrials(subject, [1], memory.nearest);
      const shares = drawSharedTrials(
        subject,
        [allowedPool(subject, pools[0]!)],
        SHARED_TRIALS,
        memory.nearest,
      );
      sections.push(
        `### ${who}, ${subject.task}, with what was chosen`,
        ownTable(subject, trials, [{ ...memory, alphaShared: 0 }]),
        sharedTable(subject, shares, [memory]),
      );
    }
  }
  await session.release();

  const memoryTuning = sections.join('\n\n');
  console.log(`\n${memoryTuning}\n`);
  // Those of symbols are chosen apart, see tune:symbols.
  const { symbols } = card.memory;
  writeCard(folder, { ...card, memory: { ...memory, symbols }, memoryTuning });
  say(`wrote them into ${join(folder, 'card.json')}`);
}

async function tuneAgain(name: Network, folder: string): Promise<void> {
  const { onnx, card } = readModelFolder(folder);
  const memory = memoryParametersSchema.parse({ ...card.memory, ...JSON.parse(values.from) });
  const set = loadSet('models', name, 'validation');
  const replay = loadSet('models', name, 'replay');
  const session = await openOrtSession(onnx);
  // The gate's calibration has read it before in a job.
  const validation = await readGlyphs(session, set);
  const began = { at: performance.now(), used: process.cpuUsage() };
  const { memoryTuning } = await retuneVersion({
    network: name,
    session,
    temperature: card.temperature,
    memory,
    validation,
    hands: loadHands('models', name, set.count),
    replay,
  });
  const seconds = (performance.now() - began.at) / 1000;
  const { user, system } = process.cpuUsage(began.used);
  const ofProcessor = (user + system) / 1e6;
  await session.release();
  console.log(
    `${memoryTuning}\n\n${seconds.toFixed(1)} s, ${ofProcessor.toFixed(1)} s of a processor`,
  );
}
