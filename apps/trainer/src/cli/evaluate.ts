import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type Network } from '@inkling/recognition';
import { loadUnipen } from '../data/unipen.js';
import { calibrate } from '../evaluation/calibrate.js';
import { readModelFolder, writeCard } from '../evaluation/model-folder.js';
import { reportTables, summaryLine } from '../evaluation/report.js';
import { measureNetwork } from '../evaluation/suites.js';
import { openOrtSession } from '../onnx/ort-session.js';

const USAGE = `Measures a model file on data it has never seen, and writes the figures into its card.

npm run evaluate -- --network digits|characters [options]

  --data FOLDER    the data sets (../shared/data)
  --model FOLDER   model.onnx and card.json (models/<network>)
  --calibrate      first fit temperature and certainty on the validation writers`;

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    model: { type: 'string' },
    calibrate: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const network = NETWORKS.find((name) => name === values.network);
if (!network || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}
try {
  await evaluate(network, values.data, values.model ?? join('models', network));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function evaluate(name: Network, dataDir: string, folder: string): Promise<void> {
  const model = readModelFolder(folder);
  if (model.card.network !== name) {
    throw new Error(`${folder} holds the network ${model.card.network}, not ${name}.`);
  }
  console.log(`Reading ${dataDir}`);
  const unipen = loadUnipen(dataDir);
  const session = await openOrtSession(model.onnx);
  let { card } = model;
  if (values.calibrate) {
    card = { ...card, ...(await calibrate(name, session, unipen)) };
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
  await session.release();
  for (const measured of evaluations) {
    if (measured.labels.length > 0) {
      console.log(`\n${summaryLine(measured)}\n\n${reportTables(measured)}`);
    }
  }
  writeCard(folder, { ...card, evaluations });
  console.log(`\nWrote ${evaluations.length} evaluations into ${join(folder, 'card.json')}.`);
}
