import { parentPort, threadId } from 'node:worker_threads';

/** Loads that were left open, in order. */
const loads = [];

/**
 * Answers with its thread, and ends or hangs when it is told to. A file of the word `held` is
 * loaded when one of the word `go` is; one of the word `bad` never.
 */
parentPort.on('message', ({ id, job }) => {
  const word = job.type === 'load' ? Buffer.from(job.bytes).toString() : undefined;
  if (word === 'held') {
    loads.push(id);
    return;
  }
  if (word === 'go') {
    for (const held of loads.splice(0)) parentPort.postMessage({ id: held, result: undefined });
  }
  if (word === 'bad') {
    parentPort.postMessage({ id, failure: 'the file is bad' });
    return;
  }
  if (job.versionId === 'deadly' || (job.type === 'run' && job.count === -1)) process.exit(1);
  if (job.type === 'run' && job.count === -2) return;
  if (job.type === 'run' && job.count === -3) {
    parentPort.postMessage({ id, failure: 'no such version' });
    return;
  }
  parentPort.postMessage({
    id,
    result: { logits: Float32Array.of(threadId), embeddings: job.glyphs },
  });
});
