import { existsSync } from 'node:fs';
import { tell } from '../job/messages.js';

// Stands in for check-tensorflow: TensorFlow is there once the named file is.

if (existsSync(process.env['TENSORFLOW_IS_THERE'] ?? '')) {
  await tell({ type: 'done' });
  process.exit(0);
}
process.stderr.write('libtensorflow.so.2: cannot open shared object file\n');
process.exit(1);
