/** @own-sources with timers that are faked here */
import { describe, expect, it, jest } from '@jest/globals';
import { jobEvents, type JobEvent } from './job-events.js';
import { ProblemError } from './problem-error.js';
import { UnreachableError } from './unreachable-error.js';

const URL_OF_JOB = 'http://127.0.0.1:3000/api/training-jobs/1/events';

const log = (id: number, text = 'a') =>
  `id: ${id}\nevent: log\ndata: ${JSON.stringify({ text, at: '2026-05-03T14:05:00Z' })}\n\n`;
const job = (id: number, status: string) =>
  `id: ${id}\nevent: job\ndata: ${JSON.stringify({ status })}\n\n`;

/** An answer that arrives in pieces, as a connection cuts it. */
const stream = (...pieces: (string | Error)[]): Response =>
  new Response(
    new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else if (piece instanceof Error) controller.error(piece);
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    }),
  );

const problem = (status: number): ProblemError =>
  new ProblemError({
    ...{ status, code: 'busy', detail: 'Busy.', errors: [] },
    ...{ requestId: undefined, retryAfterS: undefined },
  });

/** Answers one after the other; which event each was asked to go on after. */
function server(...answers: (Response | Error)[]) {
  const asked: (string | null)[] = [];
  const send = async (request: Request): Promise<Response> => {
    asked.push(request.headers.get('last-event-id'));
    const answer = answers.shift() ?? new Response(null, { status: 204 });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { send, asked };
}

async function all(events: AsyncIterable<JobEvent>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of events) ids.push(id);
  return ids;
}

/** Waits cost nothing. */
const withoutWaiting = () =>
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((done: () => void) => {
    queueMicrotask(done);
    return 0;
  }) as unknown as typeof setTimeout);

describe('events of a job', () => {
  it('come once and in order, however the connection cuts them, and end with the job', async () => {
    const text = `retry: 2000\n: hello\n\n${log(1, 'grün ✓')}${log(2)}${job(3, 'completed')}`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 7, bytes.length]) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let from = 0; from < bytes.length; from += size) {
            controller.enqueue(bytes.slice(from, from + size));
          }
          controller.close();
        },
      });
      const { send, asked } = server(new Response(body));
      const found: JobEvent[] = [];
      for await (const event of jobEvents(send, URL_OF_JOB)) found.push(event);
      expect(found.map(({ id }) => id)).toEqual(['1', '2', '3']);
      expect(found[0]).toMatchObject({ type: 'log', data: { text: 'grün ✓' } });
      expect(asked).toEqual([null]);
    }
  });

  it('go on after the last one when the connection breaks, or the server is away', async () => {
    withoutWaiting();
    const { send, asked } = server(
      stream(log(1), 'id: 2\nevent: log\nda', new TypeError('terminated')),
      new UnreachableError('http://127.0.0.1:3000'),
      problem(503),
      stream(log(2)),
      stream(log(3), job(4, 'failed')),
    );
    expect(await all(jobEvents(send, URL_OF_JOB))).toEqual(['1', '2', '3', '4']);
    expect(asked).toEqual([null, '1', '1', '1', '2']);
  });

  it('begin where they are wanted to, and end where the job had ended', async () => {
    const { send, asked } = server();
    expect(await all(jobEvents(send, URL_OF_JOB, { lastEventId: '7' }))).toEqual([]);
    expect(asked).toEqual(['7']);
  });

  it('throw what the first connection fails with, and later what does not mend by waiting', async () => {
    withoutWaiting();
    const away = new UnreachableError('http://127.0.0.1:3000');
    await expect(all(jobEvents(server(away).send, URL_OF_JOB))).rejects.toBe(away);
    const revoked = problem(401);
    const { send } = server(stream(log(1)), revoked);
    await expect(all(jobEvents(send, URL_OF_JOB))).rejects.toBe(revoked);
  });

  it('are left by a break and by a signal, which close the connection', async () => {
    for (const way of ['break', 'signal'] as const) {
      const closed = jest.fn();
      const controller = new AbortController();
      const send = async (request: Request): Promise<Response> => {
        request.signal.addEventListener('abort', closed);
        return new Response(
          new ReadableStream({
            start(sink) {
              sink.enqueue(new TextEncoder().encode(log(1)));
              request.signal.addEventListener('abort', () => sink.error(new Error('aborted')));
            },
          }),
        );
      };
      for await (const { id } of jobEvents(send, URL_OF_JOB, { signal: controller.signal })) {
        expect(id).toBe('1');
        if (way === 'break') break;
        controller.abort();
      }
      expect(closed).toHaveBeenCalled();
    }
    const over = AbortSignal.abort();
    expect(await all(jobEvents(server(stream(log(1))).send, URL_OF_JOB, { signal: over }))).toEqual(
      [],
    );
  });
});
