import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { languagePath } from '../../data/language.js';
import { countLanguage } from '../lines/count-language.js';
import { runCommand } from '../run-command.js';

const USAGE = `Counts the language model that helps the network for lines with free text.

npm run count:language -- [options]

  --data FOLDER   the data sets (../shared/data)
  --out FOLDER    where language.gz is written (models/lines)`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'models/lines' },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, () => {
  const { model, words } = countLanguage(values.data);
  const packed = gzipSync(model.bytes(), { level: 9 });
  writeFileSync(languagePath(values.out), packed);
  console.log(`${words} words, ${model.order} characters together: ${packed.length} bytes`);
  return Promise.resolve();
});
