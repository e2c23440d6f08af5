import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { TRAINED_NETWORKS } from '@inkling/recognizer';
import { parseCard } from '@inkling/recognizer/card';

/** A shipped model's file, and the hash by which a replica names its copy. */
interface ShippedFile {
  readonly file: string;
  readonly sha256: string;
}

let found: Promise<readonly ShippedFile[]> | undefined;

/**
 * Lays copies of the shipped models where a replica that served them before has them: a test that starts an app
 * need not wait until megabytes came out of its database.
 */
export async function layShippedCopies(modelsDir: string, dataDir: string): Promise<void> {
  found ??= shippedFiles(modelsDir);
  const folder = path.join(dataDir, 'cache', 'models');
  await mkdir(folder, { recursive: true });
  for (const { file, sha256 } of await found) {
    await copyFile(file, path.join(folder, `${sha256}.onnx`));
  }
}

function shippedFiles(modelsDir: string): Promise<ShippedFile[]> {
  return Promise.all(
    TRAINED_NETWORKS.map(async (network) => {
      const folder = path.join(modelsDir, network);
      const card = parseCard(network, await readFile(path.join(folder, 'card.json'), 'utf8'));
      return { file: path.join(folder, 'model.onnx'), sha256: card.file.sha256 };
    }),
  );
}
