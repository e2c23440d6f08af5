import { once } from 'node:events';
import { setPriority } from 'node:os';
import { cpuUsage, memoryUsage } from 'node:process';
import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import vm from 'node:vm';
import { EXIT_TOOK_TOO_MUCH, READY, STANDS_BACK, type ReadRequest } from './protocol.js';
import { ProcessorTime } from './processor-time.js';
import { replyTo, type ReadReply } from '../queue/reply.js';
import { letSessionStandBack, Modesty } from './stand-back.js';

// Before any thread starts, since threads inherit it: pictures stand back behind everything else.
const NICENESS = 10;
try {
  setPriority(NICENESS);
} catch {
  // Some systems forbid it.
}
const { readPicture } = await import('../read-picture.js');

/** More than what any picture within the limits needs, see picture-limits.ts. */
const MOST_MEMORY_BYTES = 380_000_000;

/** Of the processor, for one picture: on a busy machine the clock says little. */
const MOST_MICROSECONDS = 5_000_000;

/** Twice what it takes before the first picture: planes of large pictures lie about that nobody needs. */
const TIDY_FROM_BYTES = 140_000_000;

// Not offered unless asked for; V8 itself waits for more, and the next large picture would come on top.
v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

const LOOK_EVERY_MS = 25;

/** Linux takes a wish for a session in a tenth of a second. */
const STAND_BACK_EVERY_MS = 200;

const processorTime = new ProcessorTime(MOST_MICROSECONDS);

// Decoding runs in a thread of its own, so this one can look: a file's header may tell less than it needs.
setInterval(() => {
  if (memoryUsage.rss() > MOST_MEMORY_BYTES || processorTime.isOver()) {
    process.exit(EXIT_TOOK_TOO_MUCH);
  }
}, LOOK_EVERY_MS).unref();

process.on('message', ({ size, options }: ReadRequest) => {
  processorTime.begin();
  void read(size, options).then((reply) => {
    processorTime.end();
    process.send?.(reply);
    if (memoryUsage.rss() > TIDY_FROM_BYTES) collectGarbage();
  });
});

// The server has ended, in whatever way.
process.on('disconnect', () => process.exit());

process.send?.(READY);
// Not before it has started, which takes long for who stands back.
if (process.argv.includes(STANDS_BACK) && process.platform === 'linux') standBack();

function standBack(): void {
  const modesty = new Modesty();
  let last = { time: performance.now(), ...cpuUsage() };
  let niceness = 0;
  let asking = false;
  setInterval(() => {
    const now = { time: performance.now(), ...cpuUsage() };
    const used = now.user + now.system - last.user - last.system;
    modesty.note(used / 1e6, (now.time - last.time) / 1e3);
    last = now;
    const wanted = modesty.niceness;
    if (asking || wanted === niceness) return;
    asking = true;
    void letSessionStandBack(wanted).then((isDone) => {
      asking = false;
      if (isDone) niceness = wanted;
    });
  }, STAND_BACK_EVERY_MS).unref();
}

async function read(size: number, options: ReadRequest['options']): Promise<ReadReply> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size;) {
    const chunk = process.stdin.read() as Buffer | null;
    if (chunk) at += chunk.copy(bytes, at);
    else await once(process.stdin, 'readable');
  }
  return replyTo(bytes, () => readPicture(bytes, options));
}
