import './end-with-parent.js';
import './lower-priority.js';
import { loadLineSet } from '../../data/labelled-lines.js';
import { openHelpers } from '../../judge/lines/line-helpers.js';
import { judgeLines } from '../../judge/lines/lines-gate.js';
import { lineSelfCheck } from '../../judge/lines/line-self-check.js';
import { fineTuneLines } from '../../learn/line-tuning/fine-tune-lines.js';
import { checkpointFolder } from './job-folder.js';
import { readLinesInput, writeLinesResult } from './lines-job-folder.js';
import { linesChallengerCard } from './lines-challenger-card.js';
import { tell } from './messages.js';
import { runAsChild } from './run-as-child.js';

// The program of the child process that trains and judges a network for lines: `run-lines-job <folder>`.

const log = (text: string): void => void tell({ type: 'log', text });

await runAsChild(() => runLinesJob(process.argv[2]!));

async function runLinesJob(folder: string): Promise<void> {
  const { request, start, champion, base, train, holdout } = readLinesInput(folder);
  const { modelsDir, parameters, groups, sharedWords } = request;
  const replay = loadLineSet(modelsDir, 'replay');
  const expecting = { ...start.card, sharedWords };

  if (sharedWords.length > 0)
    log(
      `Words that several people wrote and that are expected from now on: ${sharedWords.length}.`,
    );
  await tell({ type: 'phase', phase: 'training' });
  const began = performance.now();
  const trained = await fineTuneLines(
    {
      ...{ start, corrections: train, replay, parameters },
      groups: Int32Array.from(groups),
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
  const gateSet = loadLineSet(modelsDir, 'gate');

  await tell({ type: 'phase', phase: 'gate' });
  const helpers = await openHelpers(modelsDir);
  const judged = await judgeLines(
    {
      ...{ champion, base, start, gateSet, holdout },
      challenger: { onnx: trained.onnx, card: expecting },
      validation: loadLineSet(modelsDir, 'validation'),
      helpers,
    },
    log,
  );
  await helpers.release();
  const card = linesChallengerCard(expecting, request, {
    ...{ onnx: judged.onnx, bestEpoch: trained.bestEpoch },
    ...{ samples: train.length, replayed: replay.length, seconds },
  });
  const selfCheck = await lineSelfCheck(judged.onnx, card.characters, gateSet);
  await writeLinesResult(folder, {
    challenger: { onnx: judged.onnx, card: { ...card, ...judged.card, selfCheck } },
    report: judged.report,
  });
}
