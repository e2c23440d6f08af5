/**
 * What the API's process has in its environment before it begins, so that it holds less memory: glibc gives
 * each of its many threads an arena of its own otherwise, and keeps for itself what a start frees of large
 * pieces; V8 lets the young generation of each isolate grow to 16 MB. The Dockerfile says the same.
 *
 * @param {NodeJS.ProcessEnv} environment that it gets otherwise
 * @returns {Record<string, string>}
 */
export const apiEnvironment = ({
  MALLOC_ARENA_MAX = '2',
  MALLOC_TRIM_THRESHOLD_ = '4194304',
  MALLOC_MMAP_THRESHOLD_ = '1048576',
  NODE_OPTIONS = '',
}) => ({
  MALLOC_ARENA_MAX,
  MALLOC_TRIM_THRESHOLD_,
  MALLOC_MMAP_THRESHOLD_,
  NODE_OPTIONS: NODE_OPTIONS.includes('--max-semi-space-size')
    ? NODE_OPTIONS
    : `${NODE_OPTIONS} --max-semi-space-size=4`.trim(),
});
