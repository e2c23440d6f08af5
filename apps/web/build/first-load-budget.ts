import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import { isFirstSheet } from './first-sheet.ts';

interface Options {
  /** Names of the lazy chunks that the first page needs beside the entry. */
  readonly routes: readonly string[];
  /** The build fails when the gzipped JavaScript of the first page is larger. */
  readonly budgetKilobytes: number;
}

/** Prints what a browser must load for the first page, and stops the build when it grows too large. */
export function firstLoadBudget({ routes, budgetKilobytes }: Options): Plugin {
  return {
    name: 'inkling:first-load-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = chunks.filter((chunk) => chunk.isEntry || routes.includes(chunk.name));
      for (const route of routes) {
        if (!first.some((chunk) => chunk.name === route)) {
          this.error(`The first page's chunk ${route} is not in the bundle.`);
        }
      }
      const files = withImports(first, bundle);
      const assets = Object.values(bundle).filter((file) => file.type === 'asset');
      const javascript = sum([
        ...files.map((file) => gzipped((bundle[file] as Rolldown.OutputChunk).code)),
        ...assets.map(({ fileName, source }) => (isFirstSheet(fileName) ? gzipped(source) : 0)),
      ]);
      const css = sum(
        assets.map(({ fileName, source }) => (fileName.endsWith('.css') ? gzipped(source) : 0)),
      );
      const line = `first load: ${kilobytes(javascript)} kB JavaScript in ${files.length + 1} files, ${kilobytes(css)} kB CSS (gzip; budget ${budgetKilobytes} kB JavaScript)`;
      if (javascript > budgetKilobytes * 1000) this.error(line);
      console.log(line);
    },
  };
}

function withImports(
  chunks: readonly Rolldown.OutputChunk[],
  bundle: Readonly<Rolldown.OutputBundle>,
): string[] {
  const seen = new Set<string>();
  const visit = (fileName: string): void => {
    const file = bundle[fileName];
    if (seen.has(fileName) || file?.type !== 'chunk') return;
    seen.add(fileName);
    file.imports.forEach(visit);
  };
  chunks.forEach((chunk) => visit(chunk.fileName));
  return [...seen];
}

function gzipped(source: string | Uint8Array): number {
  return gzipSync(source).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
