/** Channels of NOTIFY, for those who listen. */
export { CHAMPION_CHANNEL, MEMORY_CHANNEL } from '@inkling/store';
