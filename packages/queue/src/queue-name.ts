/** The one queue of training jobs. */
export const QUEUE_NAME = 'training';
