import { writeFileSync } from 'node:fs';
import { loadUnipen } from '../../data/unipen.js';
import type { ModelFolder } from '../../judge/evaluation/model-folder.js';
import { measureRobustness } from '../../judge/evaluation/robustness/measure-robustness.js';
import { isHonest, type Acquaintance } from '../../judge/evaluation/yardstick/honesty.js';
import type { Measurable } from '../../judge/evaluation/yardstick/model.js';
import type { Row } from '../../judge/evaluation/yardstick/row.js';
import {
  measureGroups,
  measureUnseen,
  measureValidation,
} from '../../judge/evaluation/yardstick/writers.js';
import { measureOfficial } from '../../judge/evaluation/yardstick/official.js';
import {
  measureAllographs,
  type AllographCount,
} from '../../judge/evaluation/yardstick/allograph-suite.js';
import { QUICK, WHOLE, type YardstickData } from '../../judge/evaluation/yardstick/extent.js';
import {
  classesTable,
  countsTable,
  LEGEND,
  rowsTable,
} from '../../judge/evaluation/yardstick/table.js';
import { openPen } from '../../judge/evaluation/pen/open-pen.js';
import { openOrtSession } from '../../onnx/ort-session.js';

export interface YardstickOptions {
  readonly dataDir: string;
  readonly quick: boolean;
  /** Holds the pen network; absent: ink is read by glyphs alone. */
  readonly pen: string | undefined;
  /** Each group of UNIPEN apart; or what experiments are compared by, so that nothing is chosen on unseen data. */
  readonly only?: 'groups' | 'validation';
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
  const pen = options.pen === undefined ? undefined : await openPen(options.pen);
  for (const { folder, onnx, card } of folders) {
    models.push({ name: folder, onnx, card, session: await openOrtSession(onnx), pen });
  }
  const say = (what: string) =>
    console.error(`[${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${what}`);

  say(`reading ${options.dataDir}`);
  const data = {
    dataDir: options.dataDir,
    unipen: loadUnipen(options.dataDir),
    extent: options.quick ? QUICK : WHOLE,
  };
  const { rows, allographs, missing } = await measureAll(models, data, options, say);
  for (const { session } of [...models, ...(pen ? [pen] : [])]) await session.release();
  const { maxRSS } = process.resourceUsage();
  say(`done; at most ${Math.round(maxRSS / 1024)} MB`);

  // Ways of writing that were trained on are in the JSON alone.
  const told = rows.filter(({ known, kind }) => kind !== 'allograph' || isTold(known, options));
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

interface Measured {
  readonly rows: readonly Row[];
  readonly allographs: readonly AllographCount[];
  /** What could not be measured, and why. */
  readonly missing: readonly string[];
}

async function measureAll(
  models: readonly Measurable[],
  data: YardstickData,
  { only }: YardstickOptions,
  say: (what: string) => void,
): Promise<Measured> {
  if (only === 'groups') {
    say('each group of UNIPEN');
    return { rows: await measureGroups(models, data), allographs: [], missing: [] };
  }
  say('validation');
  const validation = await measureValidation(models, data);
  say('ways of writing');
  if (only === 'validation') {
    const { rows, counts } = await measureAllographs(models, data, ['validation']);
    return { rows: [...validation, ...rows], allographs: counts, missing: [] };
  }
  const { rows: ofAllographs, counts: allographs } = await measureAllographs(models, data);
  say('official test sets');
  const official = await measureOfficial(models, data);
  say('unseen writers');
  const unseen = await measureUnseen(models, data);
  say('robustness');
  const missing: string[] = [];
  const robust = await measureRobustness(models, data, (what) => missing.push(what));
  const rows = [...official, ...unseen, ...validation, ...ofAllographs, ...robust];
  return { rows, allographs, missing };
}

const isTold = (known: Acquaintance, { only }: YardstickOptions): boolean =>
  only === 'validation' ? known === 'tuned' : isHonest(known);
