import './end-with-parent.js';
import { tell } from './messages.js';

// A crash of native code ends this process alone; what it writes is the reason that people see.
try {
  const { tf } = await import('../../tensorflow.js');
  const sum = tf.tensor1d([1, 2, 3]).sum().dataSync()[0];
  if (tf.getBackend() !== 'tensorflow' || sum !== 6) throw new Error('it cannot add 1, 2 and 3');
  await tell({ type: 'done' });
  process.exit(0);
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`,
  );
  process.exit(1);
}
