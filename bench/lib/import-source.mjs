import { rolldown } from 'rolldown';

const root = new URL('../..', import.meta.url);

/**
 * A module that is written here, with TypeScript files of the repository behind its imports, as paths from its root:
 * a bench must not measure an old build, nor leave out what no build has.
 */
export async function importSource(code) {
  const entry = new URL('bench/virtual-entry.ts', root).pathname;
  const bundle = await rolldown({
    input: entry,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code.replaceAll("'./", "'../") : undefined),
      },
    ],
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
