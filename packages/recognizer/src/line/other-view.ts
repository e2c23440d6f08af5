import { reshapeStrip, type Strip, type StripShape } from '@inkling/ink';

/** Wider, since what touches is told apart more easily then, and as far from the first view as a hand that is a little lower and leans. */
const VIEW: StripShape = { wide: 1.2, high: 0.94, lean: -0.1, room: 2 };

/**
 * A line as it would look from elsewhere: of what a network is unsure of, it is wrong in other ways there (test-time
 * augmentation, Simonyan and Zisserman 2015). Of 18 views that were tried on validation writers this one told most.
 */
export const otherView = (strip: Strip): Strip => reshapeStrip(strip, VIEW);
