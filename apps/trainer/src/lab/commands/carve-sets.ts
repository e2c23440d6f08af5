import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS } from '@inkling/recognizer';
import { writeIdx, writeIdxLabels } from '../../data/idx.js';
import { carveShippedSets, summaryOf } from '../../data/shipped-sets.js';
import { loadUnipen } from '../../data/unipen.js';
import { pathOfHands } from '../../data/load-set.js';

// Writes models/<network>/{replay,gate,validation}-{images-idx3,labels-idx1}-ubyte.gz, and who drew the
// glyphs of the validation set, validation-hands-idx1-ubyte.gz:
//
//   npm run carve:sets [-- --data FOLDER] [--out FOLDER]
//
// The choice hangs on fixed seeds alone: a second run writes the same bytes.
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'models' },
  },
});
if (!existsSync(join(values.data, 'unipen'))) {
  console.error(`There is no data in ${values.data}. Name its folder with --data.`);
  process.exit(1);
}
const unipen = loadUnipen(values.data);
for (const network of NETWORKS) {
  const folder = join(values.out, network);
  mkdirSync(folder, { recursive: true });
  const sets = carveShippedSets(network, values.data, unipen);
  for (const [name, set] of Object.entries(sets)) {
    const { images, labels } = writeIdx(set.pixels, set.labels);
    writeFileSync(join(folder, `${name}-images-idx3-ubyte.gz`), images);
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte.gz`), labels);
    const megabytes = ((images.length + labels.length) / 1e6).toFixed(2);
    console.log(`${network} ${name}: ${summaryOf(set)}, ${megabytes} MB`);
  }
  const { hands } = sets.validation;
  writeFileSync(pathOfHands(values.out, network), writeIdxLabels(hands));
  console.log(`${network} validation: drawn by ${new Set(hands).size} hands`);
}
