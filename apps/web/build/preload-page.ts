import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** The page that most visits begin with is fetched beside the entry, not after it has run. */
export function preloadPage(name: string): Plugin {
  return {
    name: 'inkling:preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const ofEntry = withImports(
          chunks.filter(({ isEntry }) => isEntry),
          bundle,
        );
        const ofPage = withImports(
          chunks.filter((chunk) => chunk.name === name),
          bundle,
        );
        return [...ofPage].filter((file) => !ofEntry.has(file)).map(preload);
      },
    },
  };
}

const preload = (file: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
  injectTo: 'head',
});

function withImports(
  chunks: readonly Rolldown.OutputChunk[],
  bundle: Readonly<Rolldown.OutputBundle>,
): Set<string> {
  const seen = new Set<string>();
  const visit = (fileName: string): void => {
    const file = bundle[fileName];
    if (seen.has(fileName) || file?.type !== 'chunk') return;
    seen.add(fileName);
    file.imports.forEach(visit);
  };
  chunks.forEach(({ fileName }) => visit(fileName));
  return seen;
}
