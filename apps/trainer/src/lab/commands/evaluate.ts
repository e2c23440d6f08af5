import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@inkling/contract';
import { LINES_NETWORK, NETWORKS } from '@inkling/recognizer';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { modelFolders, penFolder } from '../evaluate/model-folders.js';
import { evaluateIntoCard } from '../evaluate/write-card.js';
import { linesFolderOf, readLinesFolder } from '../../judge/lines/lines-folder.js';
import { runLinesYardstick } from '../lines/run-lines-yardstick.js';
import { runYardstick } from '../evaluate/yardstick.js';

const USAGE = `Measures networks on data that they have never seen: see docs/models.md.

npm run evaluate -- [options]

  --models FOLDER    a network's folder, or one with a folder for each network; may be repeated (models)
  --network NAME     only networks of this name: ${NETWORKS.join(', ')} or ${LINES_NETWORK}
  --data FOLDER      the data sets (../shared/data)
  --without-pen      reads ink by its glyphs alone, without the network that reads how the pen went
  --quick            a part of each set, drawn by lot and always the same: for experiments
  --validation       instead, what experiments are compared by: held-out pictures and validation writers
  --groups           instead, every group of UNIPEN apart
  --classes          also precision, recall and F1 of each class
  --json FILE        all figures, those of the classes too

These write what they find into the networks' cards instead:

  --card             figures on test sets, unseen writers and the sets that ship with the network
  --calibrate        the same, after temperature and certainty were fitted on the validation writers
  --shipped-sets     figures on the sets that ship with the network alone; needs no data sets`;

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      models: { type: 'string', multiple: true },
      // As the other commands call it.
      model: { type: 'string', multiple: true },
      network: { type: 'string' },
      data: { type: 'string', default: '../shared/data' },
      quick: { type: 'boolean', default: false },
      'without-pen': { type: 'boolean', default: false },
      groups: { type: 'boolean', default: false },
      validation: { type: 'boolean', default: false },
      classes: { type: 'boolean', default: false },
      json: { type: 'string' },
      card: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
      'shipped-sets': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.network === LINES_NETWORK) {
    const [models = 'models'] = [...(values.models ?? []), ...(values.model ?? [])];
    const { data: dataDir, quick, validation, groups, calibrate, card, json } = values;
    await runLinesYardstick(readLinesFolder(linesFolderOf(models)), {
      models: existsSync(join(models, LINES_NETWORK)) ? models : 'models',
      ...{ dataDir, quick, validation, groups, calibrate, card },
      ...(json !== undefined && { json }),
    });
    return;
  }
  if (values.network !== undefined && !NETWORKS.some((name) => name === values.network)) {
    throw new Error(`There is no network ${values.network}: ${NETWORKS.join(' or ')}.`);
  }
  const named = [...(values.models ?? []), ...(values.model ?? [])];
  const folders = modelFolders(named.length > 0 ? named : ['models'])
    .map(readModelFolder)
    .filter(({ card }) => values.network === undefined || card.network === values.network);
  if (folders.length === 0) {
    throw new Error(`${named.join(', ')} holds no network ${values.network}.`);
  }

  const shippedSets = values['shipped-sets'];
  if (shippedSets && values.calibrate) {
    throw new Error('--calibrate needs the data sets: leave out --shipped-sets.');
  }
  if (values.card || values.calibrate || shippedSets) {
    for (const folder of folders) {
      await evaluateIntoCard(folder, {
        dataDir: values.data,
        calibrate: values.calibrate,
        shippedSets,
      });
    }
    return;
  }
  const { data, quick, groups, validation, classes, json } = values;
  if (groups && validation) throw new Error('Choose either --groups or --validation.');
  const pen = values['without-pen'] ? undefined : penFolder(named);
  const only = groups ? 'groups' : validation ? 'validation' : undefined;
  await runYardstick(folders, {
    dataDir: data,
    pen,
    quick,
    classes,
    ...(only && { only }),
    ...(json !== undefined && { json }),
  });
}
