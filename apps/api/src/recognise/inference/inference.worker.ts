import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { performance } from 'node:perf_hooks';
import { glyphFromStrokes, InkError, type Normalised } from '@inkling/ink';
import {
  adaptToWriter,
  knownRows,
  LanguageModel,
  LanguageOfPlace,
  lossOfRows,
  MemorySearch,
  normaliseRows,
  openSaliencySession,
  openSequenceSession,
  openSession,
  readDrawnRow,
  rowsOfDrawing,
  seeCharacters,
  seeGlyph,
  sequenceSettings,
  type NetworkSession,
  type PenQuestion,
  type ReadDrawnRow,
  type SaliencySession,
  type SequenceSession,
  type WriterLayer,
} from '@inkling/recognizer';
import {
  LIKENESS_SESSION,
  PEN_SESSION,
  type AdaptJob,
  type Drawing,
  type Job,
  type LoadJob,
  type ReadLineJob,
  type ReadRows,
  type Recognised,
  type RecogniseJob,
  type Reply,
  type Request,
  type ResultOf,
  type RunOutput,
  type SecondLookJob,
  type SeeCharactersJob,
  type SeenCharacter,
  type SlantJob,
} from './protocol.js';

// Before the runtime is loaded: no request leaves the machine.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
const engine = await import('onnxruntime-node');

// On Linux 0 means this thread; elsewhere it would be the whole server.
const { niceness } = workerData as { readonly niceness?: number };
if (niceness !== undefined && process.platform === 'linux') setPriority(0, niceness);

/** One session for each loaded model version; two during a swap. */
const sessions = new Map<string, Promise<NetworkSession>>();
const sequenceSessions = new Map<string, Promise<SequenceSession>>();
/** Those that tell what a network looked at; `undefined` where its shape is not known. */
const saliencySessions = new Map<string, Promise<SaliencySession | undefined>>();

/** The memories of the versions in service; two of a network while one is built anew. */
const memories = new Map<number, MemorySearch>();

/** What free text is like; there is one at most. */
let language: LanguageModel | undefined;

/** The same with what each version that reads lines expects of it. */
const languages = new Map<string, LanguageOfPlace>();

function load({ versionId, bytes, kind, sharedWords }: LoadJob): Promise<void> {
  if (kind === 'language') {
    language = LanguageModel.parse(bytes);
    return Promise.resolve();
  }
  if (kind === 'sequence') languages.set(versionId, new LanguageOfPlace(sharedWords));
  if (kind === 'saliency') {
    return loadInto(saliencySessions, versionId, () => openSaliencySession(engine, bytes));
  }
  return kind === 'sequence'
    ? loadInto(sequenceSessions, versionId, () => openSequenceSession(engine, bytes))
    : loadInto(sessions, versionId, () => openSession(engine, bytes));
}

async function loadInto<S>(
  loaded: Map<string, Promise<S>>,
  versionId: string,
  open: () => Promise<S>,
): Promise<void> {
  // Asked twice when a worker is replaced during a load.
  const opening = loaded.get(versionId) ?? open();
  loaded.set(versionId, opening);
  try {
    await opening;
  } catch (error) {
    loaded.delete(versionId);
    throw error;
  }
}

async function release(versionId: string): Promise<void> {
  languages.delete(versionId);
  for (const loaded of [sessions, sequenceSessions, saliencySessions]) {
    const session = loaded.get(versionId);
    loaded.delete(versionId);
    await (await session)?.release();
  }
}

function sessionOf<S>(loaded: ReadonlyMap<string, Promise<S>>, versionId: string): Promise<S> {
  const session = loaded.get(versionId);
  if (session) return session;
  throw new Error(`model version ${versionId} is not loaded`);
}

function normalise(drawing: Drawing, explain: boolean): Normalised {
  return drawing.kind === 'ink'
    ? glyphFromStrokes(drawing.strokes, { explain })
    : drawing.normalised;
}

async function penQuestion({ pen }: RecogniseJob): Promise<PenQuestion | undefined> {
  const session = pen && (await sessions.get(PEN_SESSION));
  return session && { ...pen, session };
}

async function recognise(job: RecogniseJob): Promise<Recognised> {
  const { versionId, drawing, explain, search } = job;
  const session = await sessionOf(sessions, versionId);
  const start = performance.now();
  const { glyph, steps } = normalise(drawing, explain);
  const normalised = performance.now();
  const likeness = await sessions.get(LIKENESS_SESSION);
  const seen = await seeGlyph(glyph, session, { likeness, pen: await penQuestion(job) });
  const read = performance.now();
  const hits =
    search &&
    memories
      .get(search.memoryId)!
      .search(normaliseRows(seen.embedding, seen.embedding.length), search.question);
  return {
    ...seen,
    glyph,
    steps,
    hits,
    preprocessMs: normalised - start,
    modelMs: read - normalised,
    memoryMs: performance.now() - read,
  };
}

async function readLine(job: ReadLineJob): Promise<ReadRows> {
  const session = await sessionOf(sequenceSessions, job.versionId);
  const start = performance.now();
  const { second, question } = job;
  const singles = second && (await secondReader(second));
  const helpers = { language: languages.get(job.versionId)?.of(language), singles };
  const settings = sequenceSettings(job.settings, question.task, helpers);
  const strips = rowsOfDrawing(job.drawing);
  const preprocessMs = performance.now() - start;
  const rows: ReadDrawnRow[] = [];
  for (const [at, strip] of strips.entries()) {
    rows.push(await readDrawnRow(strip, job.texts?.[at], session, settings, job));
  }
  return { rows, preprocessMs };
}

async function secondReader({ versionId, likenessLimits: limits, ...second }: SecondLookJob) {
  const session = await sessionOf(sessions, versionId);
  const likeness = limits && (await sessions.get(LIKENESS_SESSION));
  return { ...second, session, likeness: likeness && { session: likeness, limits } };
}

async function lookAtCharacters({
  versionId,
  characters,
  search,
}: SeeCharactersJob): Promise<SeenCharacter[]> {
  const session = await sessionOf(sessions, versionId);
  const likeness = search ? undefined : await sessions.get(LIKENESS_SESSION);
  const memory = search && memories.get(search.memoryId)!;
  const seen = await seeCharacters(characters, session, likeness);
  return seen.map((one) => {
    const vector = normaliseRows(one.embedding, one.embedding.length);
    return { ...one, hits: memory && search && memory.search(vector, search.question) };
  });
}

async function adapt({
  versionId,
  characters,
  rows,
  slant,
}: AdaptJob): Promise<WriterLayer | undefined> {
  const session = await sessionOf(sequenceSessions, versionId);
  return adaptToWriter(await knownRows(rows, session, slant), { characters });
}

async function weighSlant({ versionId, settings, rows, slant }: SlantJob): Promise<number> {
  const session = await sessionOf(sequenceSessions, versionId);
  return lossOfRows(await knownRows(rows, session, slant), settings);
}

async function perform(job: Job): Promise<ResultOf[keyof ResultOf]> {
  switch (job.type) {
    case 'load':
      await load(job);
      return undefined;
    case 'release':
      await release(job.versionId);
      return undefined;
    case 'line':
      return readLine(job);
    case 'characters':
      return lookAtCharacters(job);
    case 'recognise':
      return recognise(job);
    case 'attach':
      memories.set(job.memoryId, new MemorySearch(job.handle, job.reader));
      return undefined;
    case 'detach':
      memories.delete(job.memoryId);
      return undefined;
    case 'run':
      return (await sessionOf(sessions, job.versionId)).run(
        job.glyphs,
        job.count,
      ) satisfies Promise<RunOutput>;
    case 'saliency':
      return (await sessionOf(saliencySessions, job.versionId))?.run(job.glyph, job.classes);
    case 'strip':
      return (await sessionOf(sequenceSessions, job.versionId)).run(job.strip);
    case 'adapt':
      return adapt(job);
    case 'slant':
      return weighSlant(job);
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
