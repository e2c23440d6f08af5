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
