import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { readModelFolder, writeCard } from '../../judge/evaluation/model-folder.js';
import { fitWhitening } from '../../learn/training/whitening.js';
import { takeLayers } from '../../learn/training/take-layers.js';
import { createNetwork } from '../../networks/create-network.js';
import { WHITENED } from '../../networks/whitened.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { restoreNetwork } from '../../onnx/restore-network.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';
import { signsOfEmbedding } from '../base/base-card.js';
import { BASE_RECIPES } from '../base/recipes.js';
import { loadWhiteningSigns } from '../base/whitening-signs.js';
import { runCommand } from '../run-command.js';

const USAGE = `Fits anew what memory compares, in a network that reads well already: its answers without memory stay as they are.

npm run fit:embedding -- --network digits|characters [options]

  --data FOLDER    the data sets (../shared/data)
  --model FOLDER   model.onnx and card.json (models/<network>)
  --out FOLDER     where to write them (the same folder)`;

ensureTunedAllocator();

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    model: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, async () => {
  const network = NETWORKS.find((name) => name === values.network);
  if (!network) throw new Error(USAGE);
  const folder = values.model ?? join('models', network);
  main(network, folder, values.out ?? folder);
});

function main(name: Network, folder: string, out: string): void {
  const { onnx: before, card } = readModelFolder(folder);
  const model = createNetwork(name, card.training.seed);
  takeLayers(model, restoreNetwork(name, before), (layer) => layer !== WHITENED);
  const signs = loadWhiteningSigns(values.data, name);
  fitWhitening(model, signs);
  const onnx = exportOnnx(model);
  const command = `npm run fit:embedding -- --network ${name}`;
  const { training, centres: _, ...kept } = card;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'model.onnx'), onnx);
  writeCard(out, {
    ...kept,
    createdAt: new Date().toISOString(),
    embeddingSize: model.outputs[1]!.shape[1]!,
    parameters: model.countParams(),
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training: {
      ...training,
      data: [
        ...training.data.filter(({ name: set }) => !set.startsWith('Omniglot')),
        signsOfEmbedding(BASE_RECIPES[name], signs.names.length),
      ],
      command: training.command.endsWith(command)
        ? training.command
        : `${training.command}; then ${command}`,
    },
  });
  console.log(
    `Wrote ${join(out, 'model.onnx')} (${(onnx.length / 1e6).toFixed(1)} MB) and its card. Next: ` +
      `npm run bench:symbols -- --model ${out} --centres; npm run tune:memory -- --network ${name}; npm run tune:symbols -- --model ${out} --write`,
  );
}
