import './end-with-parent.js';
import './lower-priority.js';
import { GLYPH_PIXELS } from '@inkling/ink';
import { selfCheckOf, SELF_CHECK_GLYPHS, type SelfCheck } from '@inkling/recognition';
import type { LabelledGlyphs } from '../data/glyph-sets.js';
import { fineTune } from '../fine-tuning/fine-tune.js';
import { runGate } from '../gate/run-gate.js';
import { openOrtSession } from '../onnx/ort-session.js';
import { loadSet } from '../sets/load-set.js';
import { challengerCard } from './challenger-card.js';
import { checkpointFolder, readJobInput, writeJobResult } from './job-folder.js';
import { tell } from './messages.js';
import { runAsChild } from './run-as-child.js';

// The program of the child process that trains and judges: `run-job <folder>`. All that it needs lies
// in the folder, and so does all that it finds out.

const log = (text: string): void => void tell({ type: 'log', text });

await runAsChild(() => runJob(process.argv[2]!));

async function runJob(folder: string): Promise<void> {
  const { request, champion, base, train, groups, holdout } = readJobInput(folder);
  const { network, modelsDir, parameters } = request;
  const replay = loadSet(modelsDir, network, 'replay');

  await tell({ type: 'phase', phase: 'training' });
  const began = performance.now();
  const trained = await fineTune(
    {
      network,
      champion,
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
  const card = {
    ...challengerCard(champion.card, request, trained, replay.count, seconds),
    selfCheck: await checkOf(trained.onnx, gateSet),
  };

  await tell({ type: 'phase', phase: 'gate' });
  const { report, calibration } = await runGate(
    {
      network,
      champion,
      base,
      challenger: { onnx: trained.onnx, card },
      gateSet,
      holdout,
      holdoutTasks: request.holdout.tasks,
      validation: loadSet(modelsDir, network, 'validation'),
    },
    log,
  );
  await writeJobResult(folder, {
    challenger: { onnx: trained.onnx, card: { ...card, ...calibration } },
    report,
  });
}

/** Of shipped glyphs, since cards are public. */
async function checkOf(onnx: Uint8Array, gateSet: LabelledGlyphs): Promise<SelfCheck> {
  const count = Math.min(SELF_CHECK_GLYPHS, gateSet.count);
  const glyphs = gateSet.glyphs.slice(0, count * GLYPH_PIXELS);
  const session = await openOrtSession(onnx);
  try {
    const { logits } = await session.run(glyphs, count);
    const bytes = Array.from({ length: count }, (_, index) =>
      Uint8Array.from(glyphs.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS), (value) =>
        Math.round(value * 255),
      ),
    );
    return selfCheckOf(bytes, logits, logits.length / count);
  } finally {
    await session.release();
  }
}
