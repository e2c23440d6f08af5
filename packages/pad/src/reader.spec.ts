/** @own-sources with timers that are faked here */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ProblemError,
  UnreachableError,
  type Client,
  type Correction,
  type Ink,
  type Prediction,
} from '@inkling/client';
import type { KeptDrawing, KeptDrawings } from './kept-drawings.js';
import { Reader } from './reader.js';
import type { Trouble } from './trouble.js';

const INK: Ink = { strokes: [[[0, 0]]] };
const MORE: Ink = { strokes: [[[0, 0]], [[5, 5]]] };

const away = new UnreachableError('https://ink.example');

const problem = (status: number, code: string): ProblemError =>
  new ProblemError({
    ...{ status, code, detail: `${code}.`, errors: [] },
    ...{ requestId: undefined, retryAfterS: undefined },
  });

/** What a browser keeps, over several visits. */
function memoryKept() {
  const drawings = new Map<string, KeptDrawing>();
  const kept: KeptDrawings = {
    put: async (drawing) => void drawings.set(drawing.id, drawing),
    remove: async (id) => void drawings.delete(id),
    all: async () => [...drawings.values()],
  };
  return { kept, labels: () => [...drawings.values()].map(({ label }) => label) };
}

/** A server that answers 7 to everything, unless it is told to fail, and a reader of it. */
function readerOf({
  isThere = false,
  kept = memoryKept().kept,
}: { readonly isThere?: boolean; readonly kept?: KeptDrawings } = {}) {
  const givenIds: (string | undefined)[] = [];
  /** The labels that corrections are to replace. */
  const known: (string | null)[] = [];
  let ids = 0;
  const calls: string[] = [];
  const failures: Error[] = [];
  let gate: Promise<void> | undefined;
  const answer = async (name: string): Promise<void> => {
    calls.push(name);
    await gate;
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const client = {
    async predict(
      { ink, replaces, id }: { ink: Ink; replaces?: string; id?: string },
      { signal } = {},
    ) {
      givenIds.push(id);
      await answer(`predict ${ink.strokes.length}${replaces ? ` for ${replaces}` : ''}`);
      signal?.throwIfAborted();
      return { id: `p${++ids}`, label: '7', correctable: true } as Prediction;
    },
    async correct(id: string, label: string, { previous } = {}) {
      known.push(previous?.label ?? null);
      await answer(`correct ${id} ${label}`);
      return { id: `c${++ids}`, predictionId: id, label } as Correction;
    },
    withdraw: (id: string) => answer(`withdraw ${id}`),
  } as Client;
  const troubles: Trouble[] = [];
  const corrected: string[] = [];
  const reader = new Reader({
    client,
    asked: { task: 'digits', allow: [] },
    isThere: async () => isThere,
    kept,
    listener: {
      changed: () => undefined,
      answered: () => undefined,
      corrected: ({ label }) => corrected.push(label),
      troubled: (trouble) => troubles.push(trouble),
    },
  });
  /** Holds the answers back until it is called. */
  const hold = (): (() => void) => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    return open;
  };
  return { reader, calls, known, givenIds, failures, troubles, corrected, hold };
}

/** As those of a page that is closed, none ends. */
const holdTimers = () => jest.spyOn(globalThis, 'setTimeout').mockReturnValue(0 as never);

/** Everything that waits for nothing has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a drawing', () => {
  it('is read, and read anew with each stroke in the place of the former', async () => {
    const { reader, calls } = readerOf();
    reader.draw(INK);
    expect(reader.state.isReading).toBe(true);
    await settled();
    expect(reader.state).toMatchObject({ isReading: false, answer: { id: 'p1', label: '7' } });
    reader.draw(MORE);
    await settled();
    expect(calls).toEqual(['predict 1', 'predict 2 for p1']);
    reader.forget();
    expect(reader.state.answer).toBeUndefined();
    reader.draw(INK);
    await settled();
    expect(calls.at(-1)).toBe('predict 1');
  });

  it('that was labelled while the server was away is left as it was when its ink changes', async () => {
    const { kept, labels } = memoryKept();
    const { reader, calls, failures, corrected } = readerOf({ kept });
    failures.push(away);
    reader.draw(MORE);
    reader.say('4');
    await settled();
    reader.draw(INK);
    expect(reader.state.said).toBeUndefined();
    reader.retry();
    await settled();
    expect(calls).toEqual(['predict 2', 'predict 2', 'correct p1 4', 'predict 1']);
    expect([corrected, labels(), reader.state.said]).toEqual([['4'], [], undefined]);
  });

  it('whose label is still to be withdrawn is left as it was, too', async () => {
    const { reader, calls, failures } = readerOf();
    reader.draw(MORE);
    await settled();
    failures.push(away);
    reader.say('4');
    await settled();
    reader.unsay();
    reader.draw(INK);
    reader.retry();
    await settled();
    expect(calls.slice(-3)).toEqual(['correct p1 4', 'withdraw c2', 'predict 1']);
  });

  it('that went on while it was read is read again, and the former answer counts for nothing', async () => {
    const { reader, calls, hold } = readerOf();
    const open = hold();
    reader.draw(INK);
    reader.draw(MORE);
    open();
    await settled();
    expect(calls).toEqual(['predict 1', 'predict 2']);
    expect(reader.state.answer?.id).toBe('p1');
  });
});

describe('what is said of it', () => {
  it('is told, replaced and taken back in order', async () => {
    const { reader, calls, known, corrected } = readerOf();
    reader.draw(INK);
    await settled();
    reader.say('1');
    expect(reader.state.said).toEqual({ label: '1', isSent: false });
    await settled();
    expect(reader.state.said).toEqual({ label: '1', isSent: true });
    reader.say('2');
    await settled();
    reader.unsay();
    await settled();
    expect(calls).toEqual(['predict 1', 'correct p1 1', 'correct p1 2', 'withdraw c3']);
    expect(corrected).toEqual(['1', '2']);
    expect(known).toEqual([null, '1']);
    expect(reader.state.said).toBeUndefined();
  });

  it('is taken back also where it was on its way', async () => {
    const { reader, calls, hold } = readerOf();
    reader.draw(INK);
    await settled();
    const open = hold();
    reader.say('1');
    reader.unsay();
    open();
    await settled();
    expect(calls.slice(1)).toEqual(['correct p1 1', 'withdraw c2']);
  });

  it('before there is an answer waits for one', async () => {
    const { reader, calls } = readerOf();
    reader.draw(INK);
    reader.say('1');
    await settled();
    expect(calls).toEqual(['predict 1', 'correct p1 1']);
  });

  it('that is refused is not said, and not tried again', async () => {
    const { reader, calls, failures, troubles } = readerOf();
    reader.draw(INK);
    await settled();
    failures.push(problem(422, 'unknown_label'));
    reader.say('1');
    await settled();
    expect(reader.state).toMatchObject({
      said: undefined,
      answer: { label: '7' },
      trouble: { code: 'unknown_label', detail: 'unknown_label.', passes: false },
    });
    reader.retry();
    await settled();
    expect(calls).toHaveLength(2);
    expect(troubles).toHaveLength(1);
    reader.draw(MORE);
    await settled();
    expect(reader.state.trouble).toBeUndefined();
  });
});

describe('what is said of it while something is on its way', () => {
  it('is told also where what was said before it is refused', async () => {
    const { kept, labels } = memoryKept();
    const { reader, calls, failures, hold } = readerOf({ kept });
    reader.draw(INK);
    await settled();
    const open = hold();
    failures.push(problem(422, 'unknown_label'), away);
    reader.say('1');
    reader.say('2');
    open();
    await settled();
    expect(reader.state).toMatchObject({ said: { label: '2', isSent: false }, waiting: 1 });
    expect(labels()).toEqual(['2']);
    reader.retry();
    await settled();
    expect(calls.at(-1)).toBe('correct p1 2');
    expect(reader.state.said).toEqual({ label: '2', isSent: true });
  });

  it('is taken back where its answer was lost', async () => {
    const { reader, calls, failures } = readerOf();
    reader.draw(INK);
    await settled();
    failures.push(away);
    reader.say('1');
    await settled();
    reader.unsay();
    await settled();
    expect(calls.slice(1)).toEqual(['correct p1 1', 'correct p1 1', 'withdraw c2']);
    expect(reader.state).toMatchObject({ said: undefined, waiting: 0 });
  });

  it('is taken back once, where the answer to that was lost', async () => {
    const { reader, calls, failures, troubles } = readerOf();
    reader.draw(INK);
    reader.say('1');
    await settled();
    failures.push(away, problem(404, 'not_found'));
    reader.unsay();
    await settled();
    reader.retry();
    await settled();
    expect(calls.slice(2)).toEqual(['withdraw c2', 'withdraw c2']);
    expect(reader.state).toMatchObject({ said: undefined, waiting: 0, trouble: undefined });
    expect(troubles.map(({ code }) => code)).toEqual(['away']);
  });
});

describe('what was said of it elsewhere meanwhile', () => {
  const newer = (label: string): ProblemError =>
    new ProblemError({
      ...{ status: 409, code: 'newer_correction', detail: 'Newer.', errors: [] },
      ...{ requestId: undefined, retryAfterS: undefined },
      current: { id: 'elsewhere', label, changedAt: '2026-05-03T14:05:00.000Z' },
    });

  it('stays, is shown, and is replaced when it is said again', async () => {
    const { reader, calls, known, failures } = readerOf();
    reader.draw(INK);
    await settled();
    failures.push(newer('5'));
    reader.say('1');
    await settled();
    expect(reader.state).toMatchObject({
      said: { label: '5', isSent: true },
      trouble: { code: 'newer_correction', passes: false },
      waiting: 0,
    });
    reader.say('1');
    await settled();
    expect(calls.slice(1)).toEqual(['correct p1 1', 'correct p1 1']);
    expect(known).toEqual([null, '5']);
    expect(reader.state).toMatchObject({ said: { label: '1', isSent: true }, trouble: undefined });
  });

  it('is this pad’s own where the answer to it was lost, also on the visit before', async () => {
    holdTimers();
    const { kept, labels } = memoryKept();
    const first = readerOf({ kept });
    first.reader.draw(INK);
    await settled();
    first.failures.push(away, away);
    first.reader.say('1');
    await settled();
    first.reader.say('2');
    await settled();

    const next = readerOf({ kept });
    next.failures.push(newer('1'));
    await next.reader.resume();
    await settled();
    expect(next.calls).toEqual(['correct p1 2', 'correct p1 2']);
    expect(next.known).toEqual([null, '1']);
    expect([next.corrected, labels()]).toEqual([['2'], []]);
  });
});

describe('while the server is away', () => {
  it('nothing is lost: it is told in order when it is back, also of sheets that were cleared', async () => {
    const { reader, calls, failures, troubles, corrected } = readerOf();
    failures.push(away, away, away, away, away);
    reader.draw(INK);
    await settled();
    expect(reader.state).toMatchObject({ trouble: { code: 'away', passes: true }, waiting: 0 });
    reader.say('1');
    await settled();
    reader.forget();
    reader.draw(MORE);
    reader.say('2');
    await settled();
    expect(reader.state.waiting).toBe(2);
    expect(troubles.map(({ code }) => code)).toEqual(['away']);
    failures.length = 0;
    calls.length = 0;
    reader.retry();
    await settled();
    expect(calls).toEqual(['predict 1', 'correct p1 1', 'predict 2', 'correct p3 2']);
    expect(corrected).toEqual(['1', '2']);
    expect(reader.state).toMatchObject({ trouble: undefined, waiting: 0 });
  });

  it('it is asked less and less often, or when it says so', async () => {
    const waits: number[] = [];
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((_: () => void, ms: number) => {
      waits.push(ms);
      return 0;
    }) as unknown as typeof setTimeout);
    const { reader, failures } = readerOf();
    const busy = new ProblemError({
      ...{ status: 429, code: 'too_many_requests', detail: 'Wait.', errors: [] },
      ...{ requestId: undefined, retryAfterS: 9 },
    });
    failures.push(...Array<Error>(6).fill(away), busy);
    reader.draw(INK);
    for (let tries = 0; tries < 7; tries++) {
      await settled();
      reader.retry();
    }
    await settled();
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 9000]);
    expect(reader.state.answer?.label).toBe('7');
  });

  it('it is told from a browser that keeps its answers from the page', async () => {
    const { reader, failures, troubles } = readerOf({ isThere: true });
    failures.push(away);
    reader.draw(INK);
    await settled();
    expect(troubles).toEqual([{ code: 'origin_not_allowed', detail: '', passes: false }]);
  });
});

describe('a pad that is removed from its page', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
  afterEach(() => void jest.useRealTimers());

  it('tells what was said once the server is back, and reads again when it is put back', async () => {
    const { reader, calls, failures, corrected } = readerOf();
    failures.push(away, away);
    reader.draw(INK);
    reader.say('4');
    await settled();
    reader.draw(MORE);
    await settled();
    reader.rest();
    calls.length = 0;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual(['predict 1', 'correct p1 4']);
    expect([corrected, reader.state.waiting]).toEqual([['4'], 0]);
    reader.retry();
    await settled();
    expect(calls.at(-1)).toBe('predict 2');
  });

  it('asks no more where nothing was said', async () => {
    const { reader, calls, failures } = readerOf();
    failures.push(away);
    reader.draw(INK);
    await settled();
    reader.rest();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual(['predict 1']);
  });
});

describe('what waits when its page is closed', () => {
  it('is sent at the next visit, under the id that it had, and before what is drawn there', async () => {
    holdTimers();
    const { kept, labels } = memoryKept();
    const first = readerOf({ kept });
    first.failures.push(away, away, away);
    first.reader.draw(INK);
    first.reader.say('4');
    await settled();
    expect(labels()).toEqual(['4']);

    const next = readerOf({ kept });
    await next.reader.resume();
    next.reader.draw(MORE);
    await settled();
    // Broken off by the stroke and read again, under its id.
    expect(next.calls).toEqual(['predict 1', 'predict 1', 'correct p1 4', 'predict 2']);
    const [id, again, drawn] = next.givenIds;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect([again, drawn, next.corrected, labels()]).toEqual([id, undefined, ['4'], []]);
    expect(next.reader.state).toMatchObject({ waiting: 0, answer: { id: 'p3' } });
  });

  it('is not read anew where the server has it', async () => {
    holdTimers();
    const { kept, labels } = memoryKept();
    const first = readerOf({ kept });
    first.reader.draw(INK);
    await settled();
    first.failures.push(away);
    first.reader.say('4');
    await settled();
    const next = readerOf({ kept });
    await next.reader.resume();
    await settled();
    expect([next.calls, labels()]).toEqual([['correct p1 4'], []]);
  });

  it('is nothing that was taken back, told or refused', async () => {
    const { kept, labels } = memoryKept();
    const { reader, failures } = readerOf({ kept });
    reader.draw(INK);
    await settled();
    reader.say('4');
    reader.say('5');
    expect(labels()).toEqual(['5']);
    await settled();
    expect(labels()).toEqual([]);
    failures.push(problem(422, 'unknown_label'));
    reader.say('6');
    expect(labels()).toEqual(['6']);
    await settled();
    expect(labels()).toEqual([]);
    reader.say('8');
    reader.unsay();
    expect(labels()).toEqual([]);
  });

  it('waits for the next visit where the server refuses the page or its key', async () => {
    const { kept, labels } = memoryKept();
    for (const failure of [problem(401, 'unauthorized'), problem(403, 'missing_scope'), away]) {
      const { reader, failures } = readerOf({ kept, isThere: true });
      failures.push(failure, failure);
      reader.draw(INK);
      reader.say('4');
      await settled();
      reader.forget();
      const next = readerOf({ kept, isThere: true });
      next.failures.push(failure);
      await next.reader.resume();
      await settled();
      expect(next.reader.state).toMatchObject({ waiting: 0, trouble: { passes: false } });
      expect(labels()).toEqual(['4']);
      const last = readerOf({ kept });
      await last.reader.resume();
      await settled();
      expect([last.corrected, labels()]).toEqual([['4'], []]);
    }
  });

  it('is sent without its id where the server does not take that', async () => {
    const { reader, failures, givenIds, corrected } = readerOf();
    const refused = new ProblemError({
      ...{ status: 422, code: 'invalid_request', detail: 'No.' },
      ...{ errors: [{ pointer: '/id', detail: 'too old' }] },
      ...{ requestId: undefined, retryAfterS: undefined },
    });
    failures.push(away, refused);
    reader.draw(INK);
    reader.say('4');
    await settled();
    reader.retry();
    await settled();
    expect([givenIds.at(-2)?.length, givenIds.at(-1), corrected]).toEqual([36, undefined, ['4']]);
  });
});
