import { parentPort, threadId } from 'node:worker_threads';

/** Answers with its thread, and ends or hangs when it is told to. */
parentPort.on('message', ({ id, job }) => {
  if (job.type === 'run' && job.count === -1) process.exit(1);
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
