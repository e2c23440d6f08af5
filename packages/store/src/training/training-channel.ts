/** NOTIFY channel: a training job's row or events changed. The payload is the job's id. */
export const TRAINING_CHANNEL = 'inkling_training';
