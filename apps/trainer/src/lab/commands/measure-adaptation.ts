import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_TRAINING_PARAMETERS, trainingParametersSchema } from '@inkling/contract';
import { GLYPH_PIXELS, glyphToBytes } from '@inkling/ink';
import {
  LINES_NETWORK,
  NETWORKS,
  normaliseRows,
  type PenReader,
  type Task,
} from '@inkling/recognizer';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import { Desk } from '../../judge/evaluation/adaptation/desk.js';
import {
  liveAll,
  mislead,
  plus,
  teachAll,
  type Drawings,
  type Errors,
} from '../../judge/evaluation/adaptation/simulations.js';
import { readModelFolder, type ModelFolder } from '../../judge/evaluation/model-folder.js';
import { openPen } from '../../judge/evaluation/pen/open-pen.js';
import { readDrawings } from '../../judge/evaluation/pen/read-drawings.js';
import { tasksOf } from '../../judge/evaluation/yardstick/model.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import { allowedClasses, pickRows, type Reading } from '../../onnx/reading.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { modelFolders, penFolder } from '../evaluate/model-folders.js';
import { measureLineAdaptation, type AdaptationJob } from '../lines/measure-line-adaptation.js';
import { wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';

const USAGE = `Measures how fast networks with memory learn a writer's hand, on writers that nothing was trained on.

npm run bench:adapt -- [options]

  --models FOLDER    a network's folder, or one with a folder for each network; may be repeated (models)
  --network NAME     only networks of this name: ${NETWORKS.join(', ')} or ${LINES_NETWORK}
  --data FOLDER      the data sets (../shared/data)
  --part PART        unseen, or validation for experiments (unseen)
  --without-pen      reads ink by its glyphs alone
  --lots N           times that everything is drawn by lot (4)
  --job PARAMETERS   lines only: also after a training job on what was corrected, '{}' or '{"epochs":5}'
  --each             with --job: one for each writer alone, instead of one for all
  --json FILE        all figures`;

/** Samples a class that writers teach. */
const COUNTS = [1, 2, 5, 10];
/** What the memory holds that is misled. */
const MISLED_COUNT = 5;

const PARTS: Readonly<Record<string, readonly string[]>> = {
  unseen: ['unseen group', 'unseen hand'],
  validation: ['validation'],
};

const { values } = parseArgs({
  options: {
    models: { type: 'string', multiple: true, default: ['models'] },
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    part: { type: 'string', default: 'unseen' },
    lots: { type: 'string', default: '4' },
    json: { type: 'string' },
    job: { type: 'string' },
    each: { type: 'boolean', default: false },
    'without-pen': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Line {
  readonly model: string;
  readonly task: Task;
  readonly what: string;
  readonly errors: Errors;
}

await runCommand(USAGE, values.help, main);

function jobOf(): AdaptationJob | undefined {
  if (values.job === undefined) return undefined;
  const given = trainingParametersSchema.partial().parse(JSON.parse(values.job));
  return {
    parameters: { ...DEFAULT_TRAINING_PARAMETERS.lines, ...given },
    of: values.each ? 'each' : 'all',
  };
}

async function main(): Promise<void> {
  const parts = PARTS[values.part];
  if (!parts) throw new Error(`--part: expected ${Object.keys(PARTS).join(' or ')}`);
  if (values.network === LINES_NETWORK) {
    const part = values.part === 'validation' ? 'validation' : 'unseen';
    await measureLineAdaptation(values.models[0]!, values.data, part, jobOf());
    return;
  }
  const lots = Array.from({ length: wholeOption('lots', values.lots) }, (_, at) => at + 1);
  // Ink that was cut apart is no writer's.
  const samples = loadUnipen(values.data).filter(
    ({ part, cutInk }) => parts.includes(part) && !cutInk,
  );
  const lines: Line[] = [];
  const misled: string[] = [];
  const pen = values['without-pen'] ? undefined : await openPen(penFolder(values.models));
  for (const folder of modelFolders(values.models).map(readModelFolder)) {
    if (values.network !== undefined && folder.card.network !== values.network) continue;
    for (const { task, all } of await readWriters(folder, pen, samples)) {
      const measured = measure(folder, task, all, lots);
      lines.push(...measured.lines);
      misled.push(measured.misled);
    }
  }
  console.log(`${linesTable(lines)}\n\n${misled.join('\n')}`);
  if (values.json !== undefined) {
    const { part } = values;
    writeFileSync(
      values.json,
      `${JSON.stringify({ part, lots: lots.length, lines, misled }, null, 1)}\n`,
    );
  }
}

async function readWriters(
  { onnx, card }: ModelFolder,
  pen: PenReader | undefined,
  drawn: readonly UnipenSample[],
): Promise<{ task: Task; all: Drawings }[]> {
  const { network } = card;
  const session = await openOrtSession(onnx);
  const { samples, glyphs: set, reading } = await readDrawings(card, session, drawn, pen);
  await session.release();
  const hands = samples.map(({ hand }) => hand);
  return tasksOf({ card }).map((task) => {
    const allowed = new Set(allowedClasses(network, task));
    const rows = hands.flatMap((_, row) => (allowed.has(set.labels[row]!) ? [row] : []));
    return {
      task,
      all: {
        drawings: drawingsOf(rows, set.glyphs, reading),
        labels: Uint8Array.from(rows, (row) => set.labels[row]!),
        hands: rows.map((row) => hands[row]!),
      },
    };
  });
}

function drawingsOf(rows: readonly number[], glyphs: Float32Array, reading: Reading) {
  const { logits, embeddings, classes, labels, count } = reading;
  const size = embeddings.length / count;
  return rows.map((row) => ({
    glyph: glyphToBytes(pickRows(glyphs, GLYPH_PIXELS, [row])),
    logits: pickRows(logits, classes, [row]),
    embedding: normaliseRows(pickRows(embeddings, size, [row]), size),
    label: labels[row]!,
  }));
}

function measure(
  { folder, card }: ModelFolder,
  task: Task,
  all: Drawings,
  lots: readonly number[],
): { lines: Line[]; misled: string } {
  const newDesk = () => new Desk(card, task, card.embeddingSize);
  const about = { model: folder, task };
  const lines: Line[] = [];
  for (const n of COUNTS) {
    const taught = lots.map((lot) => teachAll(newDesk(), all, n, lot));
    const own = taught.map((one) => one.own).reduce(plus);
    const others = taught.map((one) => one.others).reduce(plus);
    lines.push({ ...about, what: `${n} a class`, errors: own });
    lines.push({ ...about, what: `${n} a class: other people's`, errors: others });
  }
  const lives = lots.map((lot) => liveAll(newDesk(), all, lot));
  const first = lives.map(({ firstHalf }) => firstHalf).reduce(plus);
  const second = lives.map(({ secondHalf }) => secondHalf).reduce(plus);
  lines.push({ ...about, what: 'as in life, drawings 1 to 100', errors: first });
  lines.push({ ...about, what: 'as in life, drawings 101 to 200', errors: second });

  const reach = mislead(newDesk(), all, MISLED_COUNT, 1);
  const cosine = (share: number) =>
    reach.similarities[Math.floor(reach.changed * share)]!.toFixed(2);
  const misled =
    `${folder}, ${task}: ${reach.corrections} wrong corrections, one at a time beside ${MISLED_COUNT} ` +
    `right samples a class, changed ${reach.changed} of ${reach.read} answers ` +
    `(${percent(reach.changed / Math.max(1, reach.read))} %), ${reach.spoilt} of them right ones` +
    (reach.changed === 0
      ? ''
      : `; cosine of the changed drawings to the wrong sample: least ${cosine(0)}, median ${cosine(0.5)}`);
  return { lines, misled };
}

function linesTable(lines: readonly Line[]): string {
  const cells = lines.map(({ model, task, what, errors: { writers, read, before, after } }) => [
    model,
    task,
    what,
    String(writers / wholeOption('lots', values.lots)),
    String(read),
    percent(before / Math.max(1, read)),
    percent(after / Math.max(1, read)),
    before === 0
      ? ''
      : `${after < before ? '−' : after > before ? '+' : ''}${Math.abs((100 * (after - before)) / before).toFixed(0)}`,
  ]);
  const head = ['network', 'task', 'samples', 'writers', 'read', 'error', 'after', 'change %'];
  return textTable(head, cells, 3);
}

function percent(share: number): string {
  return (share * 100).toFixed(2);
}
