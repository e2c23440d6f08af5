const DAY_S = 24 * 60 * 60;

/** How long a session lasts after its last use. */
export const SESSION_S = 365 * DAY_S;

/** A use prolongs it when the last time is so long ago. */
export const PROLONG_AFTER_S = DAY_S;
