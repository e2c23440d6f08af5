/** Channels of NOTIFY, for those who listen. */
export { CHAMPION_CHANNEL, MEMORY_CHANNEL } from '@inkling/store';

/** Somebody made, changed or removed an alphabet. */
export const ALPHABETS_CHANNEL = 'alphabets_changed';
