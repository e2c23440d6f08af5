/** Little-endian float32, as every processor that Node runs on has it in memory. */
export const bytesOfVector = (vector: Float32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(vector.slice().buffer);

/** Copied, because the bytes from the database may not lie on a multiple of four. */
export function vectorOfBytes(bytes: Uint8Array): Float32Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new Float32Array(copy.buffer);
}
