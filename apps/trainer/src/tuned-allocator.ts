import { spawnSync } from 'node:child_process';

/**
 * glibc gives large blocks back to the system at once and asks for them anew, and TensorFlow does
 * that for every activation of every step, which shows as page faults. With these limits freed memory is
 * kept. `npm run bench:training-speed` measures training with and without them.
 */
export const ALLOCATOR = {
  MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(4 * 10 ** 9),
  MALLOC_TOP_PAD_: String(64 * 2 ** 20),
};

/**
 * Runs the current program once more with the allocator's limits set, and ends with its exit code;
 * returns when they are set already. glibc reads them only when a process starts.
 */
export function ensureTunedAllocator(): void {
  if (process.env['MALLOC_TRIM_THRESHOLD_'] !== undefined) return;
  const { status, signal } = spawnSync(process.execPath, process.argv.slice(1), {
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env, ...ALLOCATOR },
    stdio: 'inherit',
  });
  process.exit(status ?? (signal ? 1 : 0));
}
