import '../job/end-with-parent.js';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GATE_RULES } from '@inkling/contract';
import { checkpointFolder, readJobInput, writeJobResult } from '../job/job-folder.js';
import { tell } from '../job/messages.js';
import { TOLD } from './told.js';

// Stands in for run-job where the queue is what is tested: a process that takes `epochs` tenths of a
// second, with a checkpoint at each, and then does what the job's seed says.

const EPOCH_MS = 100;
/** Tag of `doc_string` in ONNX's ModelProto: another file, the same network. */
const DOC_STRING_TAG = 0x32;

const folder = process.argv[2]!;
const { request, start } = readJobInput(folder);
const { epochs, seed } = request.parameters;
writeFileSync(join(folder, 'pid'), String(process.pid));
const file = join(checkpointFolder(folder), 'epochs');
mkdirSync(checkpointFolder(folder), { recursive: true });

await tell({ type: 'phase', phase: 'training' });
const from = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
await tell({ type: 'log', text: `begins after epoch ${from}` });
for (let epoch = from + 1; epoch <= epochs; epoch++) {
  await wait(EPOCH_MS);
  writeFileSync(file, String(epoch));
  await tell({
    type: 'progress',
    progress: {
      epoch,
      epochs,
      step: epoch,
      steps: epochs,
      loss: 1 / epoch,
      accuracy: 1 - 1 / (epoch + 1),
      samplesPerSecond: 10,
      etaSeconds: (epochs - epoch) / 10,
    },
  });
}
await tell({ type: 'phase', phase: 'gate' });
while (seed === TOLD.hang) await wait(EPOCH_MS);
if (seed === TOLD.crash) process.kill(process.pid, 'SIGSEGV');
if (seed === TOLD.throw) {
  await tell({ type: 'failed', message: 'the loss is no longer finite' });
  process.exit(1);
}
const note = Buffer.from(request.jobId);
const onnx = Buffer.concat([start.onnx, Buffer.from([DOC_STRING_TAG, note.length]), note]);
const sha256 = createHash('sha256').update(onnx).digest('hex');
const { selfCheck: _, ...card } = start.card;
await writeJobResult(folder, {
  challenger: { onnx, card: { ...card, file: { sha256, bytes: onnx.length } } },
  report: {
    passed: seed === TOLD.pass,
    network: request.network,
    sizes: { gate: 0, holdout: request.holdout.labels.length, validation: 0 },
    rules: GATE_RULES.map((rule) => ({
      rule,
      passed: seed === TOLD.pass,
      sentence: `${rule} as told.`,
      figures: {},
    })),
  },
});
await tell({ type: 'done' });
process.exit(0);
