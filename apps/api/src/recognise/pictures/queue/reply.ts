import { InkError, type InkErrorCode } from '@inkling/ink';
import { ProblemError, type ProblemCode } from '../../../common/problem-error.js';
import type { ReadPicture } from '../read-options.js';

/** What goes from whoever reads a picture to the server. */
export type ReadReply =
  | {
      readonly result: ReadPicture;
      /** Where the begin of the file is what is kept: how much of it. It is not sent back. */
      readonly keptOfFile?: number;
    }
  | { readonly inkError: InkErrorCode }
  | { readonly problem: { readonly code: ProblemCode; readonly detail: string } }
  | { readonly failure: string };

/** What reading a file gives, or why it can't be read, as it goes to the server. */
export async function replyTo(
  file: Uint8Array,
  read: () => ReadPicture | Promise<ReadPicture>,
): Promise<ReadReply> {
  try {
    return withoutFile(await read(), file);
  } catch (error) {
    if (error instanceof InkError) return { inkError: error.code };
    if (error instanceof ProblemError) {
      return { problem: { code: error.code, detail: error.message } };
    }
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The server has the file itself. */
function withoutFile(result: ReadPicture, file: Uint8Array): ReadReply {
  const { kept } = result;
  if (kept?.bytes.buffer !== file.buffer) return { result };
  const keptOfFile = kept.bytes.length;
  return { result: { ...result, kept: { ...kept, bytes: new Uint8Array() } }, keptOfFile };
}

/**
 * In the server.
 *
 * @throws InkError, ProblemError or Error, as reading it did
 */
export function resultOf(reply: ReadReply, file: Uint8Array): ReadPicture {
  if ('inkError' in reply) throw new InkError(reply.inkError);
  if ('problem' in reply) throw new ProblemError(reply.problem.code, reply.problem.detail);
  if ('failure' in reply) throw new Error(reply.failure);
  const { result, keptOfFile } = reply;
  const { kept } = result;
  if (kept === null || keptOfFile === undefined) return result;
  // A copy: it may have to wait for the database, and the file may be much longer.
  return { ...result, kept: { ...kept, bytes: new Uint8Array(file.subarray(0, keptOfFile)) } };
}
