/** The layer that makes what memory compares of a network's embedding, see `fitWhitening`. */
export const WHITENED = 'whitened';
