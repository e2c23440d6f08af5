import type {
  LanguageFile,
  LikenessModel,
  MemoryItem,
  Model,
  OwnLines,
  ownMemoryPageSchema,
  PenModel,
} from '@inkling/contract';
import type { LinesCard, ModelCard, Network, TrainedNetwork } from '@inkling/recognizer';
import type { z } from 'zod';

/** The server did not answer, or not with what was asked for. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const WAIT_MS = 10_000;
const SAMPLES_A_PAGE = 500;

type MemoryPage = z.output<typeof ownMemoryPageSchema>;

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(WAIT_MS), ...init });
  } catch (cause) {
    throw new NoAnswer('The server did not answer.', { cause });
  }
}

async function read<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await ask(url, init);
  if (!response.ok) throw new NoAnswer(`The server answered ${response.status}.`);
  return (await response.json()) as T;
}

/** Reviewers see all versions, the newest first; others those in service. */
const MOST_VERSIONS = 100;

/** The version in service. */
export async function getChampion(network: TrainedNetwork): Promise<Model> {
  const page = await read<{ items: Model[] }>(
    `/api/models?network=${network}&limit=${MOST_VERSIONS}`,
  );
  const champion = page.items.find(({ status }) => status === 'champion');
  if (!champion) throw new NoAnswer(`No version of ${network} is in service.`);
  return champion;
}

/** The card of a version, without what nobody reads here. */
export async function getCard<Card extends ModelCard | LinesCard>(id: string): Promise<Card> {
  const { card } = await read<{ card: Card }>(`/api/models/${id}`);
  const { memoryTuning: _, ...kept } = card as ModelCard;
  return { ...kept, evaluations: [] } as unknown as Card;
}

/** `undefined` where the server runs without it. */
export const getLikeness = (): Promise<LikenessModel | undefined> =>
  readIfThere('/api/models/likeness');

/** `undefined` where the server runs without it. */
export const getPen = (): Promise<PenModel | undefined> => readIfThere('/api/models/pen');

/** What is known of free text; `undefined` where the server runs without it. */
export const getLanguage = (): Promise<LanguageFile | undefined> =>
  readIfThere('/api/models/language');

async function readIfThere<T>(url: string): Promise<T | undefined> {
  const response = await ask(url);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new NoAnswer(`The server answered ${response.status}.`);
  return (await response.json()) as T;
}

/** A file of some megabytes: it takes as long as it takes. */
export async function getFile(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new NoAnswer('The server did not answer.', { cause });
  });
  if (!response.ok) throw new NoAnswer(`The server answered ${response.status}.`);
  return response;
}

interface ToldMemory {
  readonly items: readonly MemoryItem[];
  readonly etag: string;
}

/** What the writer taught a network; `unchanged` where it is what `etag` stands for, `undefined` where nobody is signed in. */
export async function getOwnMemory(
  network: Network,
  etag: string | undefined,
): Promise<ToldMemory | 'unchanged' | undefined> {
  const items: MemoryItem[] = [];
  let version = '';
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ network, limit: String(SAMPLES_A_PAGE) });
    if (cursor !== '') query.set('cursor', cursor);
    const isFirst = cursor === '';
    const response = await ask(`/api/me/memory?${query.toString()}`, {
      ...(isFirst && etag !== undefined && { headers: { 'if-none-match': etag } }),
    });
    if (response.status === 304) return 'unchanged';
    if (response.status === 401) return undefined;
    if (!response.ok) throw new NoAnswer(`The server answered ${response.status}.`);
    if (isFirst) version = response.headers.get('etag') ?? '';
    const page = (await response.json()) as MemoryPage;
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { items, etag: version };
}

/** What the writer's corrected lines tell; `undefined` where it is what `etag` stands for, or nobody is signed in. */
export async function getOwnLines(
  etag: string | undefined,
): Promise<{ readonly told: OwnLines; readonly etag: string } | undefined> {
  const response = await ask('/api/me/memory/lines', {
    ...(etag !== undefined && { headers: { 'if-none-match': etag } }),
  });
  if (response.status === 304 || response.status === 401) return undefined;
  if (!response.ok) throw new NoAnswer(`The server answered ${response.status}.`);
  return {
    told: (await response.json()) as OwnLines,
    etag: response.headers.get('etag') ?? '',
  };
}
