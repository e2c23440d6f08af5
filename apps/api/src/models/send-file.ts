import type { FastifyReply } from 'fastify';

/** A file of the release under an address without a version. */
export interface FileToSend {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

export const sendFile = async (
  reply: FastifyReply,
  { name, sha256, bytes }: FileToSend,
): Promise<void> => {
  await reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename="${name}"`)
    // Another release may bring another one under this address.
    .header('cache-control', 'public, no-cache')
    .header('etag', `"${sha256}"`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
};
