/** The largest picture that is taken, as a file: what bodies and the decoder go by. */
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
