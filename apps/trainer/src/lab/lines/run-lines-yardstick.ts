import { writeFileSync } from 'node:fs';
import type { LineEvaluation } from '@inkling/recognizer';
import { loadWrittenLines } from '../../data/unipen-lines.js';
import { calibrateLines, fitTemperature } from '../../judge/lines/calibrate-lines.js';
import { loadLineSet } from '../../data/labelled-lines.js';
import { lineSelfCheck } from '../../judge/lines/line-self-check.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { evaluationOf, readSet, speak } from '../../judge/lines/evaluate-lines.js';
import { openHelpers, settingsOf } from '../../judge/lines/line-helpers.js';
import { tuneSecondLook } from '../../judge/lines/tune-second-look.js';
import { loadGroupSets, loadLineSets, type MostLines } from './line-sets.js';
import { writeLinesCard, type LinesFolder } from '../../judge/lines/lines-folder.js';

export interface LinesYardstickOptions {
  /** Where the sets and the language model lie that are shipped with the network. */
  readonly models: string;
  readonly dataDir: string;
  /** A part of each set. */
  readonly quick: boolean;
  /** Held-out writers and validation groups instead of unseen ones. */
  readonly validation: boolean;
  readonly groups: boolean;
  /** Fit temperature and certainty first, and write all into the card. */
  readonly calibrate: boolean;
  readonly card: boolean;
  readonly json?: string;
}

/** Lines of a set at most: most figures to a percent need no more, and pictures take their time. */
const FULL: MostLines = { drawn: 4000, ink: 600, picture: 200 };
/** Read once for each temperature that is tried. */
const CALIBRATION: MostLines = { drawn: 2000, ink: 400, picture: 400 };
const QUICK: MostLines = { drawn: 200, ink: 200, picture: 100 };

const LIST_LENGTH = 10_000;

/** Reads lines that the network has never seen, and tells how well. */
export async function runLinesYardstick(
  folder: LinesFolder,
  { models, dataDir, quick, validation, groups, calibrate, card, json }: LinesYardstickOptions,
): Promise<void> {
  const session = await openOrtSequence(folder.onnx);
  const helpers = await openHelpers(models);
  let settings = folder.card;
  if (calibrate) {
    const sets = [];
    for (const set of loadLineSets(dataDir, 'validation', quick ? QUICK : CALIBRATION))
      sets.push(await speak(session, set));
    settings = { ...settings, temperature: await fitTemperature(sets, settings, helpers) };
    const secondLook = await tuneSecondLook(sets, settings, helpers);
    settings = { ...settings, ...(secondLook && { secondLook }) };
    settings = { ...settings, ...(await calibrateLines(sets, settings, helpers)).fitted };
    console.log(
      `temperature ${settings.temperature}; certain from ${settings.certainty.digits} (digits), ${settings.certainty.text} (text); second look ${JSON.stringify(settings.secondLook)}`,
    );
  }
  const part = validation ? 'validation' : 'unseen';
  const most = quick ? QUICK : FULL;
  const evaluations: LineEvaluation[] = [];
  for (const set of (groups ? loadGroupSets : loadLineSets)(dataDir, part, most)) {
    const spoken = await speak(session, set);
    const limit = settings.certainty[set.task];
    const how = settingsOf(settings, helpers);
    const plain = evaluationOf(set, await readSet(spoken, how), limit);
    const listed =
      set.dataset.startsWith('words') && !groups
        ? evaluationOf(
            { ...set, dataset: `${set.dataset}, with a list of ${LIST_LENGTH} words` },
            await readSet(
              spoken,
              how,
              wordList(
                dataDir,
                set.lines.map(({ text }) => text),
              ),
            ),
            limit,
          )
        : undefined;
    for (const evaluation of listed ? [plain, listed] : [plain]) {
      evaluations.push(evaluation);
      print(evaluation);
    }
  }
  await session.release();
  await helpers.release();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(evaluations, null, 2)}\n`);
  if (!calibrate && !card) return;
  const { characters } = settings;
  const selfCheck = await lineSelfCheck(folder.onnx, characters, loadLineSet(models, 'gate'));
  writeLinesCard(folder.folder, { ...settings, evaluations, selfCheck });
}

/** Those that are asked for among others of UNIPEN. */
function wordList(dataDir: string, asked: readonly string[]): string[] {
  const others = loadWrittenLines(dataDir).map(({ text }) => text);
  const words = new Set([...asked, ...others.filter((text) => !text.includes(' '))]);
  return [...words].slice(0, LIST_LENGTH);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function print({
  dataset,
  input,
  lines,
  whole,
  characterErrorRate,
  certain,
}: LineEvaluation): void {
  const sure = certain
    ? `, certain ${percent(certain.share)}, of these right ${percent(certain.right)}`
    : '';
  console.log(
    `${dataset} (${input}, ${lines}): whole ${percent(whole)}, CER ${percent(characterErrorRate)}${sure}`,
  );
}
