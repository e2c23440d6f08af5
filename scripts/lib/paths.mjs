import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** What set-up keeps between starts: stamps, logs of its steps, downloads. May be deleted. */
export const CACHE = inRoot('.cache');
