import { cp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What is needed of the trainer's build. */
interface LineSets {
  readonly LINE_SETS: readonly string[];
  loadLineSet(modelsDir: string, set: string): readonly unknown[];
  writeLineSet(modelsDir: string, set: string, lines: readonly unknown[]): void;
}

/**
 * The shipped models, with few of the lines that the network for lines replays and is judged by: a job of it takes minutes
 * otherwise.
 */
export async function modelsWithFewLines(folder: string, count: number): Promise<string> {
  const models = path.join(folder, 'models');
  await cp(path.join(ROOT, 'models'), models, { recursive: true });
  const built = path.join(ROOT, 'apps/trainer/dist/data/labelled-lines.js');
  const { LINE_SETS, loadLineSet, writeLineSet } = (await import(built)) as LineSets;
  for (const set of LINE_SETS) {
    const lines = loadLineSet(models, set);
    const step = Math.floor(lines.length / count);
    writeLineSet(
      models,
      set,
      lines.filter((_, at) => at % step === 0),
    );
  }
  return models;
}
