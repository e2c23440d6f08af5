import type { Why } from '@inkling/contract';
import { api, dataOf } from '../api/client';

/** Why one's own drawing is read as it is, by the version in service. */
export const whyPrediction = (id: string): Promise<Why> =>
  dataOf(api.GET('/api/predictions/{id}/why', { params: { path: { id } } }));

/** The same for a correction, by the network alone; for reviewers. */
export const whyCorrection = (id: string): Promise<Why> =>
  dataOf(api.GET('/api/corrections/{id}/why', { params: { path: { id } } }));
