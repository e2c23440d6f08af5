import './end-with-parent.js';
import './lower-priority.js';
import { classCentres } from '../../judge/evaluation/signs/class-centres.js';
import { retuneVersion } from '../../judge/evaluation/memory/retune-version.js';
import { selfCheckOn } from '../../judge/evaluation/self-check-on.js';
import { measureShippedSets } from '../../judge/evaluation/shipped-set-views.js';
import { fineTune } from '../../learn/fine-tuning/fine-tune.js';
import { gateOrInterpolated } from '../../judge/gate/gate-or-interpolated.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { loadHands, loadSet } from '../../data/load-set.js';
import { challengerCard } from './challenger-card.js';
import { checkpointFolder, readJobInput, writeJobResult } from './job-folder.js';
import { tell } from './messages.js';
import { runAsChild } from './run-as-child.js';

// The program of the child process that trains and judges: `run-job <folder>`. All that it needs lies
// in the folder, and so does all that it finds out.

const log = (text: string): void => void tell({ type: 'log', text });

await runAsChild(() => runJob(process.argv[2]!));

async function runJob(folder: string): Promise<void> {
  const { request, start, champion, base, train, groups, holdout } = readJobInput(folder);
  const { network, modelsDir, parameters } = request;
  const replay = loadSet(modelsDir, network, 'replay');

  await tell({ type: 'phase', phase: 'training' });
  const began = performance.now();
  const trained = await fineTune(
    {
      network,
      champion: start,
      corrections: train,
      groups,
      tasks: request.train.tasks,
      replay,
      parameters,
      checkpointFolder: checkpointFolder(folder),
    },
    {
      onProgress: (progress) => void tell({ type: 'progress', progress }),
      onEpoch: () => undefined,
      log,
    },
  );
  const seconds = (performance.now() - began) / 1000;

  await tell({ type: 'phase', phase: 'exporting' });
  log(`Trained ${trained.epochs} epochs; the best was epoch ${trained.bestEpoch}.`);
  const gateSet = loadSet(modelsDir, network, 'gate');

  await tell({ type: 'phase', phase: 'gate' });
  const validation = loadSet(modelsDir, network, 'validation');
  const { report, calibration, readings, onnx } = await gateOrInterpolated(
    {
      network,
      start,
      champion,
      base,
      challenger: { onnx: trained.onnx, card: start.card },
      gateSet,
      holdout,
      holdoutTasks: request.holdout.tasks,
      validation,
    },
    log,
  );
  const { temperature } = calibration;
  const version = { onnx, bestEpoch: trained.bestEpoch };
  const card = challengerCard(start.card, request, version, replay.count, seconds);
  const session = await openOrtSession(onnx);
  const { line, ...memory } = await retuneVersion({
    network,
    session,
    temperature,
    memory: card.memory,
    validation: readings.validation,
    hands: loadHands(modelsDir, network, validation.count),
    replay,
  });
  log(line);
  const centres = await classCentres(session, replay, card.labels.length);
  const selfCheck = await selfCheckOn(session, gateSet);
  await session.release();
  const evaluations = measureShippedSets(network, temperature, readings);
  await writeJobResult(folder, {
    challenger: {
      onnx,
      card: { ...card, ...calibration, ...memory, centres, evaluations, selfCheck },
    },
    report,
  });
}
