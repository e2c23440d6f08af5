// A thread of its own: what attackers do must not slow the clock of those who measure.
import { setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { send } from '../../lib/load.mjs';

const { address, pictures, attackers } = workerData;
const BOUNDARY = 'worst';

// Attackers have machines of their own: here they take what the server leaves. On Linux 0 means this thread.
if (process.platform === 'linux') setPriority(0, 19);

const field = (name, rest = '') =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n`;

function upload(picture) {
  const file = field('file', '; filename="x"\r\ncontent-type: application/octet-stream');
  const body = Buffer.concat([
    Buffer.from(`${field('task')}digits\r\n${file}`),
    picture,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': body.length,
  };
  return send(undefined, `${address}/api/predictions`, { headers, body });
}

const answers = [];
const queue = [...pictures];
const attacker = async () => {
  for (let next = queue.pop(); next; next = queue.pop()) {
    const start = performance.now();
    const { status, headers } = await upload(next.bytes);
    const ms = performance.now() - start;
    answers.push({ name: next.name, status, ms, retryAfter: headers['retry-after'] });
  }
};
await Promise.all(Array.from({ length: attackers }, attacker));
parentPort.postMessage(answers);
