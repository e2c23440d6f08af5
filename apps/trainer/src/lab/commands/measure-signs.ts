import { parseArgs } from 'node:util';
import { normaliseRows } from '@inkling/recognizer';
import { loadOmniglot, type DrawnSigns } from '../../data/foreign.js';
import { readModelFolder, type ModelFolder } from '../../judge/evaluation/model-folder.js';
import {
  alphabetsOf,
  shareTold,
  SIGNS_IN_A_TRIAL,
  type EmbeddedSigns,
} from '../../judge/evaluation/signs/few-drawings.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { pickRows, readGlyphs } from '../../onnx/reading.js';
import { modelFolders } from '../evaluate/model-folders.js';
import { wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';

const USAGE = `Measures how well embeddings tell signs apart that nobody trained on, after few drawings.

npm run bench:signs -- [options]

  --models FOLDER    a network's folder, or one with a folder for each network; may be repeated (models)
  --data FOLDER      the data sets (../shared/data)
  --part PART        unseen: Omniglot's alphabets for figures; train: the others, for experiments (unseen)
  --lots N           trials an alphabet (10)`;

/** People who draw each sign once. */
const TEACHERS = [1, 3, 5];

const { values } = parseArgs({
  options: {
    models: { type: 'string', multiple: true, default: ['models'] },
    data: { type: 'string', default: '../shared/data' },
    part: { type: 'string', default: 'unseen' },
    lots: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, main);

async function main(): Promise<void> {
  const { part } = values;
  const lots = wholeOption('lots', values.lots);
  if (part !== 'train' && part !== 'unseen') throw new Error('--part: expected unseen or train');
  const drawn = loadOmniglot(values.data, part);
  const lines: string[][] = [];
  for (const folder of modelFolders(values.models).map(readModelFolder)) {
    const signs = await embed(folder, drawn);
    lines.push([folder.folder, ...TEACHERS.map((count) => percent(shareTold(signs, count, lots)))]);
  }
  const people = (count: number) => (count === 1 ? '1 drawing' : `${count} drawings`);
  console.log(
    `${SIGNS_IN_A_TRIAL} signs of one alphabet, ${alphabetsOf(drawn).length} alphabets, ` +
      `${drawn.names.length} drawings: told apart, %\n`,
  );
  console.log(textTable(['network', ...TEACHERS.map(people)], lines, 1));
}

async function embed({ onnx, card }: ModelFolder, drawn: DrawnSigns): Promise<EmbeddedSigns> {
  const session = await openOrtSession(onnx);
  const count = drawn.names.length;
  const { embeddings } = await readGlyphs(session, {
    glyphs: drawn.glyphs,
    labels: new Uint8Array(count),
    count,
  });
  await session.release();
  const size = card.embeddingSize;
  return {
    ...drawn,
    embeddings: drawn.names.map((_, row) => normaliseRows(pickRows(embeddings, size, [row]), size)),
  };
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
