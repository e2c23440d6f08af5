import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type Network, type Task } from '@inkling/recognizer';
import { loadPicturePool } from '../../data/picture-pool.js';
import { filterGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { glyphsOfUnipen, loadUnipen, samplesOfTask } from '../../data/unipen.js';
import { drawPlan } from '../learning/plan.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { allowedClasses } from '../../onnx/reading.js';
import { basePictures } from '../fine-tuning/base-pictures.js';
import { settingSchema, settingsOf, type Setting } from '../fine-tuning/setting.js';
import { describeBefore, settingsTable, summarise } from '../fine-tuning/table.js';
import { wholeOption } from '../number-options.js';
import { readAll, runTrial, type Bench, type Reading } from '../fine-tuning/trial.js';
import { loadSet } from '../../data/load-set.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';

const USAGE = `Compares settings of fine-tuning on validation writers, who correct some drawings of each class.

npm run tune:fine-tuning -- --network digits|characters [options]

  --data FOLDER      the data sets (../shared/data)
  --model FOLDER     model.onnx and card.json of the champion (models/<network>)
  --sets FOLDER      holds <network>/replay-* (models)
  --per-class N      corrections of each class and writer (5)
  --writers N        who correct in one trial (4)
  --seeds LIST       one trial for each, with other writers (1,2)
  --whole-ink-only   without the groups whose ink is often only a part of a character
  --settings LIST    names of settings to try, or none (all)
  --try JSON         one more: {"name": "...", "parameters": {...}, "recipe": {...}}; may be repeated
  --base-pictures N  pictures of the base training that are read too (20000)
  --verbose          how each epoch went`;

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    model: { type: 'string' },
    sets: { type: 'string', default: 'models' },
    'per-class': { type: 'string', default: '5' },
    writers: { type: 'string', default: '4' },
    seeds: { type: 'string', default: '1,2' },
    settings: { type: 'string' },
    'base-pictures': { type: 'string', default: '20000' },
    try: { type: 'string', multiple: true, default: [] },
    'whole-ink-only': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const network = NETWORKS.find((name) => name === values.network);
if (!network || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}
ensureTunedAllocator();
try {
  await compare(network);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function compare(name: Network): Promise<void> {
  const settings = chosenSettings(name);
  const perClass = wholeOption('per-class', values['per-class']);
  const writers = wholeOption('writers', values.writers);
  const seeds = values.seeds.split(',').map((seed) => wholeOption('seeds', seed, 0));
  const bench = openBench(name);
  const { hands, glyphs } = bench.drawings;
  const plans = seeds.map((seed) => drawPlan(hands, glyphs.labels, perClass, writers, seed));
  const before: Reading[] = [];
  for (const plan of plans) {
    console.log(
      `${plan.hands.join(', ')}: ${plan.corrections.length} corrections, ` +
        `${plan.remaining.length} drawings besides, ${plan.others.length} of others`,
    );
    before.push(await readAll(bench, plan, bench.champion.onnx));
  }
  console.log(`${describeBefore(before)}\n`);
  const summaries = [];
  for (const setting of settings) {
    const after = [];
    for (const plan of plans) {
      after.push(
        await runTrial(bench, plan, setting, (epoch) => {
          if (values.verbose) console.log(JSON.stringify(epoch));
        }),
      );
    }
    summaries.push(summarise({ name: setting.name, before, after }));
    console.log(settingsTable(summaries.slice(-1)).split('\n').at(-1));
  }
  console.log(`\n${settingsTable(summaries)}\n`);
  console.log(JSON.stringify({ tune: 'fine-tuning', network: name, perClass, before, summaries }));
}

function chosenSettings(name: Network): Setting[] {
  const known = settingsOf(name);
  const names = values.settings?.split(',').filter((one) => one !== 'none');
  const chosen = names?.map((wanted) => {
    const setting = known.find((one) => one.name === wanted);
    if (setting) return setting;
    const all = known.map((one) => one.name).join(', ');
    throw new Error(`There is no setting ${wanted}. There are: ${all}.`);
  });
  return [
    ...(chosen ?? known),
    ...values.try.map((json) => settingSchema.parse(JSON.parse(json) as unknown)),
  ];
}

/** Writers with many letters write letters, as in `bench:finetune`. */
function openBench(name: Network): Bench {
  if (!existsSync(join(values.data, 'unipen'))) {
    throw new Error(`There is no data in ${values.data}. Name its folder with --data.`);
  }
  const task: Task = name === 'digits' ? 'digits' : 'letters';
  const allowed = allowedClasses(name, task);
  const { onnx, card } = readModelFolder(values.model ?? join('models', name));
  const samples = loadUnipen(values.data).filter(
    ({ part, cutInk }) => part === 'validation' && !(values['whole-ink-only'] && cutInk),
  );
  const pool = loadPicturePool(name, values.data);
  const answerable = (set: LabelledGlyphs) => filterGlyphs(set, (index) => allowed.includes(index));
  const replay = loadSet(values.sets, name, 'replay');
  return {
    network: name,
    champion: { onnx, card },
    drawings: {
      glyphs: glyphsOfUnipen(samples, task, name),
      hands: samplesOfTask(samples, task, name).map(({ sample }) => sample.hand),
      task,
      allowed,
    },
    replay,
    pictures: answerable(pool.validation),
    basePictures: basePictures(
      answerable(pool.train),
      replay,
      wholeOption('base-pictures', values['base-pictures'], 0),
    ),
  };
}
