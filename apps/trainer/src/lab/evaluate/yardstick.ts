import { writeFileSync } from 'node:fs';
import { loadUnipen } from '../../data/unipen.js';
import type { ModelFolder } from '../../judge/evaluation/model-folder.js';
import { measureRobustness } from '../../judge/evaluation/robustness/measure-robustness.js';
import { isHonest } from '../../judge/evaluation/yardstick/honesty.js';
import type { Measurable } from '../../judge/evaluation/yardstick/model.js';
import type { Row } from '../../judge/evaluation/yardstick/row.js';
import {
  measureAllographs,
  measureGroups,
  measureOfficial,
  measureUnseen,
  QUICK,
  WHOLE,
  type AllographCount,
} from '../../judge/evaluation/yardstick/suites.js';
import {
  classesTable,
  countsTable,
  LEGEND,
  rowsTable,
} from '../../judge/evaluation/yardstick/table.js';
import { openOrtSession } from '../../onnx/ort-session.js';

export interface YardstickOptions {
  readonly dataDir: string;
  readonly quick: boolean;
  /** Only the groups of UNIPEN, each apart. */
  readonly groups: boolean;
  readonly classes: boolean;
  /** Where all figures are to be written. */
  readonly json?: string;
}

/** Measures networks on everything, prints one table, and writes it as JSON where that is wanted. */
export async function runYardstick(
  folders: readonly ModelFolder[],
  options: YardstickOptions,
): Promise<void> {
  const startedAt = Date.now();
  const models: Measurable[] = [];
  for (const { folder, onnx, card } of folders) {
    models.push({ name: folder, onnx, card, session: await openOrtSession(onnx) });
  }
  const say = (what: string) =>
    console.error(`[${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${what}`);

  say(`reading ${options.dataDir}`);
  const data = {
    dataDir: options.dataDir,
    unipen: loadUnipen(options.dataDir),
    extent: options.quick ? QUICK : WHOLE,
  };
  const rows: Row[] = [];
  const missing: string[] = [];
  let allographs: AllographCount[] = [];
  if (options.groups) {
    say('each group of UNIPEN');
    rows.push(...(await measureGroups(models, data)));
  } else {
    say('official test sets');
    rows.push(...(await measureOfficial(models, data)));
    say('unseen writers');
    rows.push(...(await measureUnseen(models, data)));
    say('ways of writing');
    const found = await measureAllographs(models, data);
    rows.push(...found.rows);
    allographs = found.counts;
    say('robustness');
    rows.push(...(await measureRobustness(models, data, (what) => missing.push(what))));
  }
  for (const { session } of models) await session.release();
  const { maxRSS } = process.resourceUsage();
  say(`done; at most ${Math.round(maxRSS / 1024)} MB`);

  const told = options.groups ? rows : rows.filter(({ known }) => isHonest(known));
  console.log(`${rowsTable(told)}\n\n${LEGEND}`);
  if (missing.length > 0) console.log(`\nNot measured:\n${missing.join('\n')}`);
  if (options.classes) console.log(`\n${classesTable(told)}`);
  if (allographs.length > 0) console.log(`\n${countsTable(allographs)}`);
  if (options.json !== undefined) {
    const report = {
      measuredAt: new Date(startedAt).toISOString(),
      quick: options.quick,
      models: models.map(({ name, card }) => ({
        name,
        network: card.network,
        file: card.file,
        parameters: card.parameters,
        training: card.training,
        temperature: card.temperature,
        certainty: card.certainty,
      })),
      rows,
      allographs,
      missing,
    };
    writeFileSync(options.json, `${JSON.stringify(report, null, 1)}\n`);
    say(`wrote ${options.json}`);
  }
}
