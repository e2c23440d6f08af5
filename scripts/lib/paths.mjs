import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** What set-up keeps between starts: stamps, logs of its steps, downloads. May be deleted. */
export const CACHE = inRoot('.cache');

/**
 * TypeScript as a program of its own, about five times as fast as what it is in JavaScript. That stays, as
 * `typescript`, for tools that call it: vue-tsc, ESLint, openapi-typescript.
 */
export const TYPESCRIPT = inRoot('node_modules', 'typescript-7', 'bin', 'tsc');
