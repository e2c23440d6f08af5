import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LINES_NETWORK, NETWORKS, TRAINED_NETWORKS } from '@inkling/recognizer';
import { writeIdx, writeIdxLabels } from '../../data/idx.js';
import { carveShippedSets, summaryOf } from '../../data/shipped-sets.js';
import { LINE_SETS, writeLineSet } from '../../data/labelled-lines.js';
import { loadUnipen } from '../../data/unipen.js';
import { pathOfHands } from '../../data/load-set.js';
import { carveLines } from '../lines/carve-lines.js';

// Writes models/lines/{replay,gate,validation}-lines.gz, models/<network>/{replay,gate,validation}-{images-idx3,labels-idx1}-ubyte.gz, and who drew the
// glyphs of the validation set, validation-hands-idx1-ubyte.gz:
//
//   npm run carve:sets [-- --data FOLDER] [--out FOLDER] [--network digits|characters|lines]
//
// The choice hangs on fixed seeds alone: a second run writes the same bytes.
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'models' },
    network: { type: 'string' },
  },
});
if (!existsSync(join(values.data, 'unipen'))) {
  console.error(`There is no data in ${values.data}. Name its folder with --data.`);
  process.exit(1);
}
const wanted = TRAINED_NETWORKS.filter((name) => (values.network ?? name) === name);
if (wanted.length === 0) {
  console.error(`There is no network ${values.network}: ${TRAINED_NETWORKS.join(', ')}.`);
  process.exit(1);
}
if (wanted.includes(LINES_NETWORK)) carveLineSets();
const glyphNetworks = NETWORKS.filter((name) => wanted.includes(name));
const unipen = glyphNetworks.length > 0 ? loadUnipen(values.data) : [];
for (const network of glyphNetworks) {
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

function carveLineSets(): void {
  mkdirSync(join(values.out, LINES_NETWORK), { recursive: true });
  const sets = carveLines(values.data);
  for (const name of LINE_SETS) {
    const bytes = writeLineSet(values.out, name, sets[name]);
    const groups = new Set(sets[name].map(({ group }) => group)).size;
    console.log(
      `${LINES_NETWORK} ${name}: ${sets[name].length} lines of ${groups} groups, ${(bytes / 1e6).toFixed(2)} MB`,
    );
  }
}
