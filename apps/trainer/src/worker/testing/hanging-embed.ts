import '../job/end-with-parent.js';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

// Stands in for embed: a process that has begun and never ends by itself. Beside its files lies its pid.

writeFileSync(join(dirname(process.argv[2]!), 'pid'), String(process.pid));
for (;;) await wait(1000);
