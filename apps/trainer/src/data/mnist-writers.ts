import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Who wrote each of MNIST's digits, in its order (NIST's numbers, from QMNIST: Yadav and Bottou 2019). */
export function loadMnistWriters(dataDir: string, part: 'train' | 'test'): Int32Array {
  const path = join(dataDir, 'mnist', `${part === 'train' ? 'train' : 't10k'}-writers.txt.gz`);
  return Int32Array.from(gunzipSync(readFileSync(path)).toString().trimEnd().split('\n'), Number);
}
