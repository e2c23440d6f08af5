/** The one queue of training jobs. */
export const QUEUE_NAME = 'training';

/** A job whose row is to be looked at. */
export const TRAIN = 'train';
/** A network's schedule is due. */
export const SCHEDULED = 'scheduled';
