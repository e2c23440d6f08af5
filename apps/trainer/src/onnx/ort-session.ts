import { openSession, type NetworkSession } from '@inkling/recognizer';

/**
 * Opens an ONNX file in ONNX Runtime, which is also what serves it: figures measured here are figures
 * of what people get.
 *
 * @param threads within one run; more than one does not change the results' order, only their speed
 */
export async function openOrtSession(onnx: Uint8Array, threads = 1): Promise<NetworkSession> {
  // Set before the library is loaded, which reads it then: no request leaves the machine.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return openSession(await import('onnxruntime-node'), onnx, threads);
}
