import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemDocument } from '../common/problem-document.js';
import { PROBLEMS, type ProblemCode } from '../common/problem-error.js';

/** What Node.js finds wrong before there is a request that a route could answer. */
const OF_CODE: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['too_slow', 'The request took too long to arrive. Try again.'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers are too large. Delete old cookies.'],
};

const MALFORMED = ['malformed_request', 'This is not HTTP.'] as const;

/** Answers a connection that sent no whole request, and ends it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answerOf(...(OF_CODE[error.code ?? ''] ?? MALFORMED)));
  socket.destroy(error);
}

function answerOf(code: ProblemCode, detail: string): string {
  const body = JSON.stringify(problemDocument(code, detail));
  const { status } = PROBLEMS[code];
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    'cache-control: no-store',
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
