import { GLYPH_PIXELS } from '@inkling/ink';
import {
  ONNX_EMBEDDING,
  ONNX_INPUT,
  ONNX_LOGITS,
  ONNX_SESSION_OPTIONS,
  onnxInputShape,
  type NetworkOutput,
  type NetworkSession,
} from '@inkling/recognizer';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** A model version in ONNX Runtime, with one thread: several sessions side by side use the cores better. */
export async function openOnnxSession(bytes: Uint8Array): Promise<NetworkSession> {
  const session = await InferenceSession.create(bytes, ONNX_SESSION_OPTIONS);

  const run = async (glyphs: Float32Array, count: number): Promise<NetworkOutput> => {
    if (glyphs.length !== count * GLYPH_PIXELS) {
      throw new RangeError(
        `${count} glyphs have ${count * GLYPH_PIXELS} values, not ${glyphs.length}`,
      );
    }
    const input = new Tensor('float32', glyphs, [...onnxInputShape(count)]);
    const output = await session.run({ [ONNX_INPUT]: input });
    return { logits: floats(output[ONNX_LOGITS]), embeddings: floats(output[ONNX_EMBEDDING]) };
  };

  return { run, release: () => session.release() };
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new TypeError('the model lacks an output of 32-bit floats');
}
