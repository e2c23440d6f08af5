import { build, type Plugin, type Rolldown } from 'vite';

const ENTRY = 'src/first-sheet/first-sheet.ts';
const NAME = 'first-sheet';

/**
 * The sheet that one can draw on before the app is there (src/first-sheet). A bundle of its own: what it shares with the
 * app comes twice, some kilobytes, so that it needs nothing of the app.
 */
export function firstSheet(): Plugin {
  return {
    name: 'inkling:first-sheet',
    async buildStart() {
      if (this.environment.mode !== 'build') return;
      this.emitFile({ type: 'asset', name: `${NAME}.js`, source: await bundled() });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => [
        {
          tag: 'script',
          attrs: { type: 'module', src: bundle ? `/${fileIn(bundle)}` : `/${ENTRY}` },
          // Before the app: modules run in their order.
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

export const isFirstSheet = (fileName: string): boolean =>
  /^assets\/first-sheet-[^/]+\.js$/.test(fileName);

const fileIn = (bundle: Readonly<Rolldown.OutputBundle>): string =>
  Object.keys(bundle).find(isFirstSheet)!;

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@inkling/source', 'module', 'browser', 'development|production'] },
    build: {
      target: 'es2022',
      write: false,
      minify: true,
      lib: { entry: ENTRY, formats: ['es'], fileName: NAME },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [{ output }] = built as unknown as [Rolldown.RolldownOutput];
  return output[0].code;
}
