import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/**
 * The page that most visits begin with is fetched beside the entry, not after it has run: its scripts, and its
 * stylesheets, without which Vite's loader would not go on.
 */
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
        const further = [...ofPage].filter((file) => !ofEntry.has(file));
        const styles = new Set(further.flatMap((file) => stylesOf(bundle[file])));
        return [...further.map(preload), ...[...styles].map(stylesheet)];
      },
    },
  };
}

const preload = (file: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
  injectTo: 'head',
});

/** Not only preloaded: the loader looks for the stylesheet itself, and waits for it where there is none. */
const stylesheet = (file: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'stylesheet', crossorigin: true, href: `/${file}` },
  injectTo: 'head',
});

const stylesOf = (file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): string[] =>
  file?.type === 'chunk' ? [...(file.viteMetadata?.importedCss ?? [])] : [];

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
