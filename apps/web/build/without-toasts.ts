import type { Plugin } from 'vite';

const NOTHING = '\0inkling:no-toasts';

/** No page of ours shows toasts: what Nuxt UI's `UApp` brings along for them is left out of the first visit. */
export function withoutToasts(): Plugin {
  return {
    name: 'inkling:without-toasts',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id === './Toaster.vue' && importer?.includes('/@nuxt/ui/') ? NOTHING : undefined,
    load: (id) => (id === NOTHING ? 'export default { render: () => null };' : undefined),
  };
}
