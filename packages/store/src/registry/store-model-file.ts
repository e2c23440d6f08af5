import { createHash } from 'node:crypto';
import type { Prisma } from '../generated/client.js';

/**
 * Keeps the bytes of an ONNX file under their hash; a file that was pruned gets its bytes back.
 *
 * @returns the SHA-256, in hexadecimal
 */
export async function storeModelFile(
  tx: Prisma.TransactionClient,
  bytes: Uint8Array,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await tx.$executeRaw`
    INSERT INTO model_file (sha256, size, bytes) VALUES (${sha256}, ${bytes.length}::int, ${bytes})
    ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes, pruned_at = NULL
    WHERE model_file.pruned_at IS NOT NULL`;
  return sha256;
}
