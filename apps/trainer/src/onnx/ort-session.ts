import {
  openSequenceSession,
  openSession,
  type NetworkSession,
  type SequenceSession,
} from '@inkling/recognizer';

/**
 * Opens an ONNX file in ONNX Runtime, which is also what serves it: figures measured here are figures
 * of what people get.
 *
 * @param threads within one run; more than one does not change the results' order, only their speed
 */
export async function openOrtSession(onnx: Uint8Array, threads = 1): Promise<NetworkSession> {
  return openSession(await engine(), onnx, threads);
}

/** The same for networks that read lines. */
export const openOrtSequence = async (onnx: Uint8Array): Promise<SequenceSession> =>
  openSequenceSession(await engine(), onnx);

function engine(): Promise<typeof import('onnxruntime-node')> {
  // Set before the library is loaded, which reads it then: no request leaves the machine.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return import('onnxruntime-node');
}
