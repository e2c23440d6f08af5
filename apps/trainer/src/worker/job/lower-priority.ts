import { setPriority } from 'node:os';

/** Requests come first. Imported before TensorFlow, whose threads inherit it. */
const PRIORITY = 10;

try {
  setPriority(PRIORITY);
} catch {
  // Where it isn't allowed, training is merely less modest.
}
