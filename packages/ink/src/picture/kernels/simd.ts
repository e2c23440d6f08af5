import { webAssembly, type LinearMemory } from '../../wasm/index.js';
import { assembleKernels } from './assemble.js';
import type { Kernels } from './kernels.js';

/** By SIMD of WebAssembly; `undefined` where the host has none or forbids it. */
export function wasmKernels(memory: LinearMemory): Kernels | undefined {
  if (!webAssembly) return undefined;
  try {
    const all = {};
    for (const bytes of assembleKernels()) {
      const module = new webAssembly.Module(bytes);
      Object.assign(all, new webAssembly.Instance(module, { block: { memory } }).exports);
    }
    return all as Kernels;
  } catch {
    return undefined;
  }
}
