import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type ModelCard, type Network, type NetworkSession } from '@inkling/recognizer';
import { loadUnipen } from '../../data/unipen.js';
import { calibrate } from '../../judge/evaluation/calibrate.js';
import { readModelFolder, writeCard } from '../../judge/evaluation/model-folder.js';
import { readGlyphs } from '../../onnx/reading.js';
import { reportTables, summaryLine } from '../../judge/evaluation/report.js';
import { selfCheckOn } from '../../judge/evaluation/self-check-on.js';
import { measureShippedSets, withShippedSets } from '../../judge/evaluation/shipped-set-views.js';
import { measureNetwork } from '../../judge/evaluation/suites.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { loadSet } from '../../data/load-set.js';

const USAGE = `Measures a model file on data it has never seen, and writes the figures into its card.

npm run evaluate -- --network digits|characters [options]

  --data FOLDER    the data sets (../shared/data)
  --model FOLDER   model.onnx and card.json (models/<network>)
  --calibrate      first fit temperature and certainty on the validation writers
  --shipped-sets   on the sets that ship with the network alone; needs no data sets`;

/** Where the sets lie that ship with the networks. */
const MODELS = 'models';

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    model: { type: 'string' },
    calibrate: { type: 'boolean', default: false },
    'shipped-sets': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const network = NETWORKS.find((name) => name === values.network);
if (!network || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}
try {
  await evaluate(network, values.data, values.model ?? join(MODELS, network));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function evaluate(name: Network, dataDir: string, folder: string): Promise<void> {
  const model = readModelFolder(folder);
  if (model.card.network !== name) {
    throw new Error(`${folder} holds the network ${model.card.network}, not ${name}.`);
  }
  if (values['shipped-sets'] && values.calibrate) {
    throw new Error('--calibrate needs the data sets: leave out --shipped-sets.');
  }
  const session = await openOrtSession(model.onnx);
  const card = values['shipped-sets']
    ? model.card
    : await measuredOnData(name, model.card, session, dataDir);
  const gateSet = loadSet(MODELS, name, 'gate');
  const onShipped = measureShippedSets(name, card.temperature, {
    gate: await readGlyphs(session, gateSet),
    validation: await readGlyphs(session, loadSet(MODELS, name, 'validation')),
  });
  const selfCheck = await selfCheckOn(session, gateSet);
  await session.release();
  for (const measured of onShipped) console.log(summaryLine(measured));
  const evaluations = withShippedSets(card.evaluations, onShipped);
  for (const measured of values['shipped-sets'] ? onShipped : evaluations) {
    if (measured.labels.length > 0) {
      console.log(`\n${summaryLine(measured)}\n\n${reportTables(measured)}`);
    }
  }
  writeCard(folder, { ...card, evaluations, selfCheck });
  console.log(
    `\n${evaluations.length} evaluations and the logits of ${selfCheck.length} glyphs to check ` +
      `the file by are in ${join(folder, 'card.json')}.`,
  );
}

/** The card with figures on data that only a developer has, calibrated before where that is wanted. */
async function measuredOnData(
  name: Network,
  former: ModelCard,
  session: NetworkSession,
  dataDir: string,
): Promise<ModelCard> {
  console.log(`Reading ${dataDir}`);
  const unipen = loadUnipen(dataDir);
  const calibration = values.calibrate ? await calibrate(name, session, unipen) : {};
  const card = { ...former, ...calibration };
  if (values.calibrate) {
    console.log(`temperature ${card.temperature}, certainty ${JSON.stringify(card.certainty)}`);
  }
  const evaluations = await measureNetwork(
    name,
    session,
    card.temperature,
    dataDir,
    unipen,
    (measured) => console.log(summaryLine(measured)),
  );
  return { ...card, evaluations };
}
