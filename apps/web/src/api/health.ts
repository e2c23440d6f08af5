import type { Ready } from '@inkling/contract';
import { api } from './client';

/** Whether the server answers at all. */
export async function isAlive(): Promise<boolean> {
  try {
    const { response } = await api.GET('/api/health/live', { signal: AbortSignal.timeout(3000) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether the server can keep what people say. */
export async function isReady(): Promise<boolean> {
  try {
    const { response } = await api.GET('/api/health/ready', { signal: AbortSignal.timeout(5000) });
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
