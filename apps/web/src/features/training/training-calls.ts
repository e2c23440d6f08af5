import type {
  TrainingAccepted,
  TrainingJob,
  TrainingPreview,
  TrainingRequest,
  TrainingSettings,
  TrainingSettingsChange,
} from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { api, dataOf } from '../../shared/api/client';

export interface JobsPage {
  readonly items: TrainingJob[];
  readonly nextCursor: string | null;
}

/** What a job that starts now would use. */
export function previewTraining(network: TrainedNetwork): Promise<TrainingPreview> {
  return dataOf(api.GET('/api/training-jobs/preview', { params: { query: { network } } }));
}

/** Newest first. */
export function listJobs(query: {
  network: TrainedNetwork;
  limit: number;
  cursor?: string;
}): Promise<JobsPage> {
  return dataOf(api.GET('/api/training-jobs', { params: { query } }));
}

export function getJob(id: string): Promise<TrainingJob> {
  return dataOf(api.GET('/api/training-jobs/{id}', { params: { path: { id } } }));
}

export function startJob(request: TrainingRequest): Promise<TrainingAccepted> {
  return dataOf(api.POST('/api/training-jobs', { body: request }));
}

export function cancelJob(id: string): Promise<TrainingJob> {
  return dataOf(api.POST('/api/training-jobs/{id}/cancel', { params: { path: { id } } }));
}

export function changeTrainingSettings(
  network: TrainedNetwork,
  change: TrainingSettingsChange,
): Promise<TrainingSettings> {
  return dataOf(
    api.PATCH('/api/training-settings/{network}', {
      params: { path: { network } },
      body: change as never,
    }),
  );
}
