import { join } from 'node:path';
import { readPackedLines } from './packed-lines.js';

/** Who wrote each of MNIST's digits, in its order (NIST's numbers, from QMNIST: Yadav and Bottou 2019). */
export function loadMnistWriters(dataDir: string, part: 'train' | 'test'): Int32Array {
  const path = join(dataDir, 'mnist', `${part === 'train' ? 'train' : 't10k'}-writers.txt.gz`);
  return Int32Array.from(readPackedLines(path), Number);
}
