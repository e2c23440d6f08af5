// A process and session of its own: attackers have machines of their own, here they take what the server leaves.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { send } from '../../lib/load.mjs';
import { worstPictures } from './worst-pictures.mjs';

const BOUNDARY = 'worst';

setPriority(19);
// Linux compares sessions before processes, see sched(7).
if (process.platform === 'linux') writeFileSync('/proc/self/autogroup', '19');

const pictures = await worstPictures();
process.send('ready');
const [{ address, attackers }] = await once(process, 'message');

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

/** What became of each upload. */
const answers = [];
// Every picture twice.
const queue = [...pictures, ...pictures];
const attacker = async () => {
  for (let next = queue.pop(); next; next = queue.pop()) {
    const start = performance.now();
    const { status, headers } = await upload(next.bytes);
    const ms = performance.now() - start;
    answers.push({ name: next.name, status, ms, retryAfter: headers['retry-after'] });
  }
};
await Promise.all(Array.from({ length: attackers }, attacker));
process.send(answers, () => process.disconnect());
