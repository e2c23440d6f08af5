import type { Ready } from '@inkling/contract';
import { api } from './client';

/** Whether the server answers at all. */
export const isAlive = (): Promise<boolean> => isOk('/api/health/live', 3000);

/** Whether the server can keep what people say. It asks its database, which may take its time. */
export const isReady = (): Promise<boolean> => isOk('/api/health/ready', 5000);

async function isOk(
  path: '/api/health/live' | '/api/health/ready',
  withinMs: number,
): Promise<boolean> {
  try {
    const { response } = await api.GET(path, { signal: AbortSignal.timeout(withinMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether everything works, and what does not: an answer of 503 tells that, too. */
export async function getReady(): Promise<Ready> {
  const { data, error } = await api.GET('/api/health/ready');
  return data ?? (error as Ready);
}
