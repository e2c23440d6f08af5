/**
 * A UUIDv7 (RFC 9562), to be sent as the `id` of a prediction or a line: what is sent again under it counts once. Made by
 * hand, since `crypto.randomUUID` makes none of this version and is missing on plain http.
 *
 * @param nowMs milliseconds since 1970, which its first 48 bits tell
 */
export function newDeviceId(nowMs = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // 48 bits of time, most significant first; numbers in JavaScript shift only 32.
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(nowMs / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
