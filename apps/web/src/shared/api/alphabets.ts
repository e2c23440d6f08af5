import type {
  Alphabet,
  AlphabetChange,
  AlphabetDetail,
  AlphabetRequest,
  TaughtSymbol,
} from '@inkling/contract';
import { api, dataOf } from './client';

/** Shared alphabets and one's own, by name. */
export async function listAlphabets(): Promise<readonly Alphabet[]> {
  return (await dataOf(api.GET('/api/alphabets'))).items;
}

export function getAlphabet(id: string, signal?: AbortSignal): Promise<AlphabetDetail> {
  const options = { params: { path: { id } }, ...(signal && { signal }) };
  return dataOf(api.GET('/api/alphabets/{id}', options));
}

export function createAlphabet(request: AlphabetRequest): Promise<Alphabet> {
  return dataOf(api.POST('/api/alphabets', { body: request }));
}

export function changeAlphabet(id: string, change: AlphabetChange): Promise<Alphabet> {
  return dataOf(api.PATCH('/api/alphabets/{id}', { params: { path: { id } }, body: change }));
}

export async function deleteAlphabet(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/alphabets/{id}', { params: { path: { id } } }));
}

/** One's own symbols, the last one taught first. */
export async function listSymbols(): Promise<readonly TaughtSymbol[]> {
  return (await dataOf(api.GET('/api/symbols'))).items;
}

/** Withdraws every correction to a symbol; the drawings stay. */
export async function forgetSymbol(label: string): Promise<void> {
  await dataOf(api.DELETE('/api/symbols', { params: { query: { label } } }));
}
