import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { epochSize } from '../../learn/augmentation/training-set.js';
import { withSigns } from '../../learn/signs/with-signs.js';
import { classification } from '../../learn/training/classification.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { mixWeights } from '../../learn/training/mix-weights.js';
import { fitWhitening } from '../../learn/training/whitening.js';
import { createNetwork } from '../../networks/create-network.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { restoreNetwork } from '../../onnx/restore-network.js';
import { tf } from '../../tensorflow.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { createBaseCard, leavingOut } from '../base/base-card.js';
import { loadBaseSources } from '../base/base-sources.js';
import { BASE_RECIPES } from '../base/recipes.js';
import { loadSignLessons } from '../base/sign-lessons.js';
import { loadWhiteningSigns } from '../base/whitening-signs.js';
import { checkpointsOf } from '../checkpoints-of.js';
import { shareOption, wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';
import { trainingLog } from '../training-log.js';

const USAGE =
  'Usage: npm run train:base -- --network digits|characters [--data FOLDER] [--seed N] [--epochs N] [--checkpoints FOLDER] [--out FOLDER] [--without-emnist] [--leave-out GROUP,GROUP…] [--from FOLDER [--mix SHARE]]';

ensureTunedAllocator();

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string' },
    checkpoints: { type: 'string' },
    out: { type: 'string' },
    'without-emnist': { type: 'boolean', default: false },
    'leave-out': { type: 'string' },
    from: { type: 'string' },
    mix: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, async () => {
  const network = NETWORKS.find((name) => name === values.network);
  if (!network) throw new Error(USAGE);
  if (!existsSync(join(values.data, 'unipen'))) {
    throw new Error(`There is no data in ${values.data}. Name its folder with --data.`);
  }
  await main(network);
});

async function main(name: Network): Promise<void> {
  const recipe = BASE_RECIPES[name];
  const options = {
    withoutEmnist: values['without-emnist'],
    leaveOut: values['leave-out']?.split(',') ?? [],
    from: values.from,
    mix: shareOption('mix', values.mix),
  };
  const from = values.from === undefined ? undefined : readModelFolder(values.from);
  const lesson = [
    ...leavingOut(options),
    ...(from ? [`--from ${from.card.file.sha256}`] : []),
  ].join(' ');
  const settings: TrainingSettings = {
    ...recipe.settings,
    ...(values.epochs !== undefined && { epochs: wholeOption('epochs', values.epochs) }),
    ...(from && { learningRate: recipe.settings.learningRate / 2 }),
    seed: wholeOption('seed', values.seed, 0),
    ...(lesson !== '' && { lesson }),
  };
  const checkpoints = values.checkpoints ?? checkpointsOf(name, settings);
  const out = values.out ?? join('models', name);
  mkdirSync(checkpoints, { recursive: true });
  mkdirSync(out, { recursive: true });

  console.log(`Reading ${values.data}`);
  const base = loadBaseSources(name, values.data, recipe, options);
  const { sources, validation } = base;
  const signs = loadWhiteningSigns(values.data, name);
  console.log(
    `Training on ${sources.pictures.count} pictures and ${sources.ink.length} inks, ` +
      `${epochSize(sources)} glyphs an epoch`,
  );
  const model = from
    ? restoreNetwork(name, from.onnx, settings.seed)
    : createNetwork(name, settings.seed);
  const first = model.weights.map((weight) => weight.read().clone());
  console.log(`${name}: ${model.countParams()} parameters`);

  const callbacks = trainingLog(model, settings.epochs, checkpoints);
  const classes = classification(sources, validation, settings);
  const seconds = recipe.signs
    ? await trainBase(
        model,
        withSigns(classes, loadSignLessons(values.data, base, recipe.signs), recipe.signs),
        settings,
        checkpoints,
        callbacks,
      )
    : await trainBase(model, classes, settings, checkpoints, callbacks);

  mixWeights(model, first, options.mix);
  fitWhitening(model, signs);
  const onnx = exportOnnx(model);
  writeFileSync(join(out, 'model.onnx'), onnx);
  const whitenedBy = signs.names.length;
  const card = createBaseCard({
    name,
    recipe,
    settings,
    base,
    options,
    model,
    onnx,
    whitenedBy,
    seconds,
  });
  writeFileSync(join(out, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(
    `Wrote ${join(out, 'model.onnx')} (${(onnx.length / 1e6).toFixed(1)} MB) and its card. ` +
      `Next: npm run evaluate -- --network ${name} --calibrate; npm run tune:memory -- --network ${name}`,
  );
  tf.dispose(model.weights.map((weight) => weight.read()));
}
