import { VitePWA } from 'vite-plugin-pwa';
import { appManifest } from './app-manifest.ts';
import { offlineFiles } from './offline-files.ts';

/** Pages whose work is done by the server. Their scripts are kept once they were opened. */
const NEEDS_SERVER = /\/features\/(review|training|models|insight|transfer|people|me)\/|\/echarts/;

/** What lies beside the scripts, the letters of the font that every page has, and what reads on this device. */
const ALWAYS =
  /^(index\.html|theme\.js|favicon\.svg|icons\/icon-192\.png|assets\/inter-latin-wght-normal-[^/]+\.woff2|assets\/(first-sheet|reader\.worker)-[^/]+\.js)$/;

/** Answered by the API server alone. */
const OF_API = [/^\/api(\/|$)/, /^\/metrics$/, /^\/(predict|correct)\/?$/];

/**
 * The service worker, which opens the app without a network, and the manifest that makes it installable: see
 * docs/adr/0025. A new build is fetched beside the one that is open, and waits until its person takes it.
 */
export function serviceWorker() {
  const files = offlineFiles({ without: NEEDS_SERVER });
  return [
    files.plugin,
    VitePWA({
      strategies: 'generateSW',
      registerType: 'prompt',
      // src/frame/app-updates.ts does it, when nobody waits for anything.
      injectRegister: false,
      manifest: appManifest,
      includeManifestIcons: false,
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,png,woff2}'],
        manifestTransforms: [
          (entries) => ({
            manifest: entries.filter(({ url }) => ALWAYS.test(url) || files.has(url)),
            warnings: [],
          }),
        ],
        // Vite puts a hash into the names below this.
        dontCacheBustURLsMatching: /^assets\//,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: OF_API,
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
        runtimeCaching: [
          {
            // Models and what runs them are kept by those who need them.
            urlPattern: ({ url, sameOrigin }) =>
              sameOrigin && /^\/assets\/.*\.(js|css|woff2)$/.test(url.pathname),
            handler: 'CacheFirst',
            options: {
              cacheName: 'inkling-pages',
              cacheableResponse: { statuses: [200] },
              expiration: { maxEntries: 200 },
            },
          },
        ],
      },
    }),
  ];
}
