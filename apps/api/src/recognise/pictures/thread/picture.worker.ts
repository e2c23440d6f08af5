import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { replyTo } from '../queue/reply.js';
import { decodePlain, readPlain } from '../read-plain.js';
import type { PlainReply, PlainRequest } from './protocol.js';

// Pictures stand back behind everything else. On Linux 0 means this thread; elsewhere it would be the whole server.
const NICENESS = 10;
try {
  if (process.platform === 'linux') setPriority(0, NICENESS);
} catch {
  // Some systems forbid it.
}

parentPort?.on('message', (request: PlainRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ file, options }: PlainRequest): Promise<PlainReply> {
  const plain = decodePlain(file, options);
  return plain && replyTo(file, () => readPlain(plain, options));
}
