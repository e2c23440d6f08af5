import type { Plugin, Rolldown } from 'vite';

interface Options {
  /** Modules that open with a network only, with all that they alone need. */
  readonly without: RegExp;
}

/** Which files of the build the service worker fetches in advance. */
export interface OfflineFiles {
  readonly plugin: Plugin;
  /** Whether a file, by its name within the output folder, is one of them. */
  has(fileName: string): boolean;
}

/** What can be opened without a network: the pages reachable from the entry, but for those that need the server. */
export function offlineFiles({ without }: Options): OfflineFiles {
  let names: ReadonlySet<string> = new Set();
  return {
    plugin: {
      name: 'inkling:offline-files',
      apply: 'build',
      writeBundle(_options, bundle) {
        names = reachable(bundle, without);
      },
    },
    has: (fileName) => names.has(fileName),
  };
}

function reachable(bundle: Readonly<Rolldown.OutputBundle>, without: RegExp): Set<string> {
  const names = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (names.has(fileName) || chunk?.type !== 'chunk') return;
    if (chunk.facadeModuleId !== null && without.test(chunk.facadeModuleId)) return;
    names.add(fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) names.add(style);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.isEntry) visit(file.fileName);
  }
  return names;
}
