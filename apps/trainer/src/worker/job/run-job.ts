import './end-with-parent.js';
import './lower-priority.js';
import { labelsOfNetwork, type ModelCard } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { loadHands, loadSet } from '../../data/load-set.js';
import { splitClasses } from '../../data/split-classes.js';
import { retuneVersion } from '../../judge/evaluation/memory/retune-version.js';
import { selfCheckOn } from '../../judge/evaluation/self-check-on.js';
import { measureShippedSets } from '../../judge/evaluation/shipped-set-views.js';
import { centresOfReading, classCentres } from '../../judge/evaluation/signs/class-centres.js';
import { gateOrInterpolated, type Judged } from '../../judge/gate/gate-or-interpolated.js';
import type { GateModel } from '../../judge/gate/gate-input.js';
import { giveClasses, type Grown } from '../../judge/symbols/give-classes.js';
import { grownReading } from '../../judge/symbols/grown-reading.js';
import { readLikeness } from '../../judge/symbols/read-likeness.js';
import { withSymbols } from '../../judge/symbols/with-symbols.js';
import { fineTune, type FineTuningResult } from '../../learn/fine-tuning/fine-tune.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { joinReadings, readGlyphs, type Reading } from '../../onnx/reading.js';
import { challengerCard, fileOf } from './challenger-card.js';
import { checkpointFolder, readJobInput, writeJobResult, type JobRequest } from './job-folder.js';
import { tell } from './messages.js';
import { ownNetwork } from './own-network.js';
import { runAsChild } from './run-as-child.js';

// The program of the child process that trains and judges: `run-job <folder>`. All that it needs lies
// in the folder, and so does all that it finds out.

const log = (text: string): void => void tell({ type: 'log', text });

await runAsChild(() => runJob(process.argv[2]!));

async function runJob(folder: string): Promise<void> {
  const input = readJobInput(folder);
  const { request, champion, base } = input;
  const { network, modelsDir, symbols } = request;
  const start = ownNetwork(input.start);
  const own = labelsOfNetwork(network).length;
  const train = splitClasses(input.train, own);
  const holdout = splitClasses(input.holdout, own);
  const sets = {
    replay: loadSet(modelsDir, network, 'replay'),
    gate: loadSet(modelsDir, network, 'gate'),
    validation: loadSet(modelsDir, network, 'validation'),
  };

  await tell({ type: 'phase', phase: 'training' });
  const began = performance.now();
  const trained = await learn(folder, { input, start, train, replay: sets.replay });
  const seconds = (performance.now() - began) / 1000;

  await tell({ type: 'phase', phase: 'gate' });
  const judged = await gateOrInterpolated(
    {
      ...{ network, start, champion, base },
      challenger: { onnx: trained.onnx, card: start.card },
      gateSet: sets.gate,
      holdout: holdout.own,
      holdoutTasks: holdout.ownRows.map((row) => request.holdout.tasks[row]!),
      validation: sets.validation,
      isUntouched: train.own.count === 0,
    },
    log,
  );
  const about = { request, replayed: sets.replay.count, seconds, bestEpoch: trained.bestEpoch };
  const { version, replay } = await describe(judged, start.card, about, sets);
  const grown =
    replay &&
    (await giveClasses(
      {
        ...{ symbols, champion, gateSet: sets.gate, replay },
        ...{ train: train.symbols, holdout: holdout.symbols },
        network: version,
        ...judged.readings,
        likeness: await readLikeness(modelsDir, network, holdout.symbols),
      },
      log,
    ));
  if (!grown) {
    await writeJobResult(folder, { challenger: version, report: judged.report });
    return;
  }
  const result = withSymbols(judged.report, grown.rule, {
    isUntouched: train.own.count === 0,
    championHasSome: champion.card.labels.length > own,
  });
  await writeJobResult(folder, {
    challenger: result.isGrown
      ? await describeGrown(version, judged, { grown, replay }, sets.gate)
      : version,
    report: result.report,
  });
}

type Sets = Readonly<Record<'replay' | 'gate' | 'validation', LabelledGlyphs>>;

interface Lesson {
  readonly input: ReturnType<typeof readJobInput>;
  readonly start: GateModel;
  readonly train: ReturnType<typeof splitClasses>;
  readonly replay: LabelledGlyphs;
}

/** The network trained on samples of its own classes; where there are none, it stays as it is. */
async function learn(
  folder: string,
  { input, start, train, replay }: Lesson,
): Promise<Pick<FineTuningResult, 'onnx' | 'bestEpoch'>> {
  const { network, parameters, train: side } = input.request;
  if (train.own.count === 0) {
    log('No sample is of its own classes: the network stays, and only symbols are learnt.');
    return { onnx: start.onnx, bestEpoch: 0 };
  }
  const trained = await fineTune(
    {
      ...{ network, champion: start, replay, parameters },
      corrections: train.own,
      groups: Int32Array.from(train.ownRows, (row) => input.groups[row]!),
      tasks: train.ownRows.map((row) => side.tasks[row]!),
      checkpointFolder: checkpointFolder(folder),
    },
    {
      onProgress: (progress) => void tell({ type: 'progress', progress }),
      onEpoch: () => undefined,
      log,
    },
  );
  await tell({ type: 'phase', phase: 'exporting' });
  log(`Trained ${trained.epochs} epochs; the best was epoch ${trained.bestEpoch}.`);
  return trained;
}

interface About {
  readonly request: JobRequest;
  readonly replayed: number;
  readonly seconds: number;
  readonly bestEpoch: number;
}

interface Described {
  readonly version: GateModel;
  /** The replay set as it has read it, where symbols are to be learnt beside it. */
  readonly replay: Reading | undefined;
}

/** The network that the verdict is about, with its card. */
async function describe(
  { onnx, calibration, readings }: Judged,
  from: ModelCard,
  { request, replayed, seconds, bestEpoch }: About,
  { replay, gate, validation }: Sets,
): Promise<Described> {
  const { network, modelsDir, symbols } = request;
  const { temperature } = calibration;
  const card = challengerCard(from, request, { onnx, bestEpoch }, replayed, seconds);
  const session = await openOrtSession(onnx);
  const { line, ...memory } = await retuneVersion({
    ...{ network, session, temperature, replay },
    memory: card.memory,
    validation: readings.validation,
    hands: loadHands(modelsDir, network, validation.count),
  });
  log(line);
  const classes = card.labels.length;
  const read = symbols.length > 0 ? await readGlyphs(session, replay) : undefined;
  const centres = read
    ? centresOfReading(read, classes)
    : await classCentres(session, replay, classes);
  const selfCheck = await selfCheckOn(session, gate);
  await session.release();
  const evaluations = measureShippedSets(network, temperature, readings);
  const described = { ...card, ...calibration, ...memory, centres, evaluations, selfCheck };
  return { version: { onnx, card: described }, replay: read };
}

/** The same with classes for symbols, beside which the embeddings are what they were. */
async function describeGrown(
  { card }: GateModel,
  { readings }: Judged,
  { grown: { onnx, labels, train, columns }, replay }: { grown: Grown; replay: Reading },
  gateSet: LabelledGlyphs,
): Promise<GateModel> {
  const centres = centresOfReading(joinReadings(replay, train), labels.length);
  const session = await openOrtSession(onnx);
  const selfCheck = await selfCheckOn(session, gateSet);
  await session.release();
  const grown = {
    gate: grownReading(readings.gate, columns),
    validation: grownReading(readings.validation, columns),
  };
  return {
    onnx,
    card: {
      ...card,
      file: fileOf(onnx),
      labels: [...labels],
      parameters: card.parameters + columns.kernel.length + columns.bias.length,
      evaluations: measureShippedSets(card.network, card.temperature, grown, labels),
      ...{ centres, selfCheck },
    },
  };
}
