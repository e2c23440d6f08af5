/** Alphabets of Omniglot's training part that are not learnt from, to see whether others are told apart. */
export const HELD_ALPHABETS = ['Bengali', 'Futurama', 'Korean'];
