/** A process that has said nothing for so long, in seconds, does not work on its import any more. */
export const LEASE_S = 30;
