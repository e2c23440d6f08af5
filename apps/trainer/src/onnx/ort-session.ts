import {
  ONNX_EMBEDDING,
  ONNX_INPUT,
  ONNX_LOGITS,
  ONNX_SESSION_OPTIONS,
  onnxInputShape,
} from '@inkling/recognizer';
import type { NetworkOutput, NetworkSession } from '@inkling/recognizer';

const PIXELS = 28 * 28;
/** Glyphs a run: larger batches gain nothing and cost memory. */
const BATCH = 256;

/**
 * Opens an ONNX file in ONNX Runtime, which is also what serves it: figures measured here are figures
 * of what people get.
 *
 * @param threads within one run; more than one does not change the results' order, only their speed
 */
export async function openOrtSession(onnx: Uint8Array, threads = 1): Promise<NetworkSession> {
  // Set before the library is loaded, which reads it then: no request leaves the machine.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(onnx, {
    ...ONNX_SESSION_OPTIONS,
    intraOpNumThreads: threads,
  });

  const runBatch = async (glyphs: Float32Array, count: number): Promise<NetworkOutput> => {
    const input = new Tensor('float32', glyphs, onnxInputShape(count));
    const output = await session.run({ [ONNX_INPUT]: input });
    return {
      logits: output[ONNX_LOGITS]!.data as Float32Array,
      embeddings: output[ONNX_EMBEDDING]!.data as Float32Array,
    };
  };

  return {
    async run(glyphs, count) {
      if (glyphs.length !== count * PIXELS) {
        throw new RangeError(
          `${count} glyphs are ${count * PIXELS} numbers, not ${glyphs.length}.`,
        );
      }
      const parts: NetworkOutput[] = [];
      for (let from = 0; from < count; from += BATCH) {
        const to = Math.min(count, from + BATCH);
        parts.push(await runBatch(glyphs.subarray(from * PIXELS, to * PIXELS), to - from));
      }
      return {
        logits: concatenate(parts.map(({ logits }) => logits)),
        embeddings: concatenate(parts.map(({ embeddings }) => embeddings)),
      };
    },
    async release() {
      await session.release();
    },
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
