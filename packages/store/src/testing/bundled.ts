import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A file, its size in bytes and when it was changed last, in milliseconds. */
type Input = readonly [file: string, size: number, changedMs: number];

const FOLDER = fileURLToPath(new URL('../../../../.cache/bundles/', import.meta.url));
const BUNDLER = fileURLToPath(new URL('./bundle.mjs', import.meta.url));

/**
 * A TypeScript file as one of JavaScript, together with all of ours that it imports: threads and processes outside
 * Jest take five times as long to start where a loader translates module after module. Kept between runs, and made
 * anew when anything that it was made of has changed. `import.meta.url` is the bundle's in all of it.
 */
export function bundled(entry: URL): URL {
  const file = fileURLToPath(entry);
  const key = createHash('sha256').update(file).digest('hex').slice(0, 8);
  const target = path.join(FOLDER, `${path.basename(file, '.ts')}-${key}.mjs`);
  if (!isFresh(target)) execFileSync(process.execPath, [BUNDLER, file, target]);
  return pathToFileURL(target);
}

function isFresh(target: string): boolean {
  try {
    const inputs = JSON.parse(readFileSync(`${target}.json`, 'utf8')) as Input[];
    return inputs.every(([file, size, changedMs]) => {
      const now = statSync(file);
      return now.size === size && now.mtimeMs === changedMs;
    });
  } catch {
    // Not made yet, or a file of it is gone.
    return false;
  }
}
