import createFetchClient from 'openapi-fetch';
import type {
  Api,
  Correction,
  FilterOf,
  ItemOf,
  Line,
  LineCorrection,
  LineOptions,
  ListPath,
  Prediction,
  PredictionOptions,
} from './api-types.js';
import { sentRequest, type Drawing } from './drawing.js';
import { itemsOf, type ListPage } from './items-of.js';
import { jobEvents, type JobEvent, type JobEventsOptions } from './job-events.js';
import { senderTo } from './sender.js';

export interface ClientOptions {
  /** Where Inkling is, such as `https://ink.example.org`; below another path where it is served there. */
  readonly baseUrl: string | URL;
  /** An API key, `ink_…`. Without one the session's cookie counts, in pages of the same server alone. */
  readonly key?: string | undefined;
  /** Instead of the one that is there. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** For one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** For a correction. */
export interface CorrectionOptions<Previous> extends CallOptions {
  /**
   * The correction that this one is to replace, as it was given; `null` for none. Where there is another one by now nothing
   * changes, and a `ProblemError` of the code `newer_correction` has it as `current`. Absent: the last one wins.
   */
  readonly previous?: ({ readonly id: string } & Previous) | null | undefined;
}

/** The calls of one server. All of them throw `ProblemError` where it refuses, and `UnreachableError` without an answer. */
export interface Client {
  /** Every call by method and path, such as `api.GET('/api/models')`; `data` is what was answered. */
  readonly api: Api;
  /** Reads one character. */
  predict(request: PredictionOptions & Drawing, options?: CallOptions): Promise<Prediction>;
  /** Reads a number, a word or several rows. */
  readLine(request: LineOptions & Drawing, options?: CallOptions): Promise<Line>;
  /** Says what a drawing is, or confirms its answer; again for the same one replaces the former. */
  correct(
    predictionId: string,
    label: string,
    options?: CorrectionOptions<{ readonly label: string }>,
  ): Promise<Correction>;
  correctLine(
    lineId: string,
    text: string,
    options?: CorrectionOptions<{ readonly text: string }>,
  ): Promise<LineCorrection>;
  /** Takes a correction back, out of memory too. */
  withdraw(correctionId: string, options?: CallOptions): Promise<void>;
  /** All items of a list, asked for page by page as they are taken. */
  all<Path extends ListPath>(
    path: Path,
    filter?: FilterOf<Path>,
    options?: CallOptions,
  ): AsyncGenerator<ItemOf<Path>, void, undefined>;
  /** What happens in a training job until it ends, coming back by itself after a break. */
  jobEvents(jobId: string, options?: JobEventsOptions): AsyncGenerator<JobEvent, void, undefined>;
}

/** @throws TypeError for a `baseUrl` that is no address */
export function createClient({ baseUrl, key, fetch }: ClientOptions): Client {
  const base = new URL(baseUrl).href.replace(/\/$/, '');
  const send = senderTo({
    baseUrl: base,
    key,
    // Browsers want it called as their own.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });
  const api: Api = createFetchClient({
    baseUrl: base,
    fetch: send,
    // Where there is a key nothing else says who asks.
    credentials: key === undefined ? 'same-origin' : 'omit',
  });

  return {
    api,
    async predict(request, { signal } = {}) {
      const body = await sentRequest<PredictionOptions>(request);
      return dataOf(await api.POST('/api/predictions', { body, ...abortable(signal) }));
    },
    async readLine(request, { signal } = {}) {
      const body = await sentRequest<LineOptions>(request);
      return dataOf(await api.POST('/api/lines', { body, ...abortable(signal) }));
    },
    async correct(predictionId, label, { previous, signal } = {}) {
      const body = { predictionId, label, ...(previous !== undefined && { previous }) };
      const answer = await api.POST('/api/corrections', { body, ...abortable(signal) });
      return dataOf(answer) as Correction;
    },
    async correctLine(lineId, text, { previous, signal } = {}) {
      const body = { lineId, text, ...(previous !== undefined && { previous }) };
      const answer = await api.POST('/api/corrections', { body, ...abortable(signal) });
      return dataOf(answer) as LineCorrection;
    },
    async withdraw(id, { signal } = {}) {
      await api.DELETE('/api/corrections/{id}', { params: { path: { id } }, ...abortable(signal) });
    },
    all<Path extends ListPath>(path: Path, filter?: FilterOf<Path>, { signal }: CallOptions = {}) {
      return itemsOf(async (cursor) => {
        const init = { params: { query: { ...filter, cursor } }, ...abortable(signal) };
        // One list stands for all: they differ in their filters and items alone.
        const { data } = await api.GET(path as '/api/keys', init);
        return data as unknown as ListPage<ItemOf<Path>>;
      });
    },
    jobEvents: (id, options) =>
      jobEvents(send, `${base}/api/training-jobs/${encodeURIComponent(id)}/events`, options),
  };
}

/** What went wrong was thrown before. */
const dataOf = <Data>({ data }: { readonly data?: Data }): NonNullable<Data> => data!;

const abortable = (signal: AbortSignal | undefined): { signal?: AbortSignal } =>
  signal ? { signal } : {};
