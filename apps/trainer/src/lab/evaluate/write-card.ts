import { join } from 'node:path';
import type { ModelCard, NetworkSession } from '@inkling/recognizer';
import { loadSet } from '../../data/load-set.js';
import { loadUnipen } from '../../data/unipen.js';
import { calibrate } from '../../judge/evaluation/calibrate.js';
import { writeCard, type ModelFolder } from '../../judge/evaluation/model-folder.js';
import { reportTables, summaryLine } from '../../judge/evaluation/report.js';
import { selfCheckOn } from '../../judge/evaluation/self-check-on.js';
import { measureShippedSets, withShippedSets } from '../../judge/evaluation/shipped-set-views.js';
import { measureNetwork } from '../../judge/evaluation/suites.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { readGlyphs } from '../../onnx/reading.js';

/** Where the sets lie that ship with the networks. */
const MODELS = 'models';

export interface CardOptions {
  readonly dataDir: string;
  /** First fit temperature and certainty on the validation writers. */
  readonly calibrate: boolean;
  /** Measure on the sets that ship with the network alone. */
  readonly shippedSets: boolean;
}

/** Measures a model file on data that it has never seen, and writes the figures into its card. */
export async function evaluateIntoCard(model: ModelFolder, options: CardOptions): Promise<void> {
  const { network } = model.card;
  const session = await openOrtSession(model.onnx);
  const card = options.shippedSets
    ? model.card
    : await measuredOnData(model.card, session, options);
  const gateSet = loadSet(MODELS, network, 'gate');
  const onShipped = measureShippedSets(network, card.temperature, {
    gate: await readGlyphs(session, gateSet),
    validation: await readGlyphs(session, loadSet(MODELS, network, 'validation')),
  });
  const selfCheck = await selfCheckOn(session, gateSet);
  await session.release();
  for (const measured of onShipped) console.log(summaryLine(measured));
  const evaluations = withShippedSets(card.evaluations, onShipped);
  for (const measured of options.shippedSets ? onShipped : evaluations) {
    if (measured.labels.length > 0) {
      console.log(`\n${summaryLine(measured)}\n\n${reportTables(measured)}`);
    }
  }
  writeCard(model.folder, { ...card, evaluations, selfCheck });
  console.log(
    `\n${evaluations.length} evaluations and the logits of ${selfCheck.length} glyphs to check ` +
      `the file by are in ${join(model.folder, 'card.json')}.`,
  );
}

/** The card with figures on data that only a developer has, calibrated before where that is wanted. */
async function measuredOnData(
  former: ModelCard,
  session: NetworkSession,
  { dataDir, calibrate: isWanted }: CardOptions,
): Promise<ModelCard> {
  console.log(`Reading ${dataDir}`);
  const unipen = loadUnipen(dataDir);
  const calibration = isWanted ? await calibrate(former.network, session, unipen) : {};
  const card = { ...former, ...calibration };
  if (isWanted) {
    console.log(`temperature ${card.temperature}, certainty ${JSON.stringify(card.certainty)}`);
  }
  const evaluations = await measureNetwork(
    former.network,
    session,
    card.temperature,
    dataDir,
    unipen,
    (measured) => console.log(summaryLine(measured)),
  );
  return { ...card, evaluations };
}
