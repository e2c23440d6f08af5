import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { performance } from 'node:perf_hooks';
import { glyphFromStrokes, InkError, type Normalised } from '@inkling/ink';
import { MemorySearch, normaliseRows, openSession, type NetworkSession } from '@inkling/recognizer';
import {
  LIKENESS_SESSION,
  type Drawing,
  type Job,
  type Recognised,
  type RecogniseJob,
  type Reply,
  type Request,
  type ResultOf,
  type RunOutput,
} from './protocol.js';

// Before the runtime is loaded: no request leaves the machine.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
const engine = await import('onnxruntime-node');

// On Linux 0 means this thread; elsewhere it would be the whole server.
const { niceness } = workerData as { readonly niceness?: number };
if (niceness !== undefined && process.platform === 'linux') setPriority(0, niceness);

/** One session for each loaded model version; two during a swap. */
const sessions = new Map<string, Promise<NetworkSession>>();

/** The memories of the versions in service; two of a network while one is built anew. */
const memories = new Map<number, MemorySearch>();

async function load(versionId: string, bytes: Uint8Array): Promise<void> {
  // Asked twice when a worker is replaced during a load.
  const opening = sessions.get(versionId) ?? openSession(engine, bytes);
  sessions.set(versionId, opening);
  try {
    await opening;
  } catch (error) {
    sessions.delete(versionId);
    throw error;
  }
}

function sessionOf(versionId: string): Promise<NetworkSession> {
  const session = sessions.get(versionId);
  if (session) return session;
  throw new Error(`model version ${versionId} is not loaded`);
}

function normalise(drawing: Drawing, explain: boolean): Normalised {
  return drawing.kind === 'ink'
    ? glyphFromStrokes(drawing.strokes, { explain })
    : drawing.normalised;
}

async function recognise({
  versionId,
  drawing,
  explain,
  search,
}: RecogniseJob): Promise<Recognised> {
  const session = await sessionOf(versionId);
  const start = performance.now();
  const { glyph, steps } = normalise(drawing, explain);
  const normalised = performance.now();
  const { logits, embeddings: embedding } = await session.run(glyph, 1);
  const likeness = await sessions.get(LIKENESS_SESSION);
  const alike = likeness && (await likeness.run(glyph, 1)).logits;
  const read = performance.now();
  const hits =
    search &&
    memories
      .get(search.memoryId)!
      .search(normaliseRows(embedding, embedding.length), search.question);
  return {
    glyph,
    steps,
    logits,
    embedding,
    likeness: alike,
    hits,
    preprocessMs: normalised - start,
    modelMs: read - normalised,
    memoryMs: performance.now() - read,
  };
}

async function perform(job: Job): Promise<ResultOf[keyof ResultOf]> {
  switch (job.type) {
    case 'load':
      await load(job.versionId, job.bytes);
      return undefined;
    case 'release': {
      const session = sessions.get(job.versionId);
      sessions.delete(job.versionId);
      await (await session)?.release();
      return undefined;
    }
    case 'recognise':
      return recognise(job);
    case 'attach':
      memories.set(job.memoryId, new MemorySearch(job.handle, job.reader));
      return undefined;
    case 'detach':
      memories.delete(job.memoryId);
      return undefined;
    case 'run':
      return (await sessionOf(job.versionId)).run(
        job.glyphs,
        job.count,
      ) satisfies Promise<RunOutput>;
    case 'ping':
      return undefined;
  }
}

async function answer({ id, job }: Request): Promise<Reply> {
  try {
    return { id, result: await perform(job) };
  } catch (error) {
    if (error instanceof InkError) return { id, inkError: error.code };
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** One after the other, so that what each takes is its own. */
let answered = Promise.resolve();

parentPort?.on('message', (request: Request) => {
  answered = answered.then(async () => parentPort?.postMessage(await answer(request)));
});
