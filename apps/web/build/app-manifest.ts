import type { ManifestOptions } from 'vite-plugin-pwa';

const icon = (name: string, size: number, purpose: 'any' | 'maskable') => ({
  ...{ src: `/icons/${name}-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose },
});

/** What a system shows of the installed app. Its colours are those of src/shared/styles/tokens.css. */
export const appManifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Inkling',
  short_name: 'Inkling',
  description:
    'Draw a digit, a letter or a line and have it read. It learns from your corrections.',
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#f8f5ee',
  background_color: '#f8f5ee',
  categories: ['productivity', 'utilities'],
  icons: [
    icon('icon', 192, 'any'),
    icon('icon', 512, 'any'),
    icon('maskable', 192, 'maskable'),
    icon('maskable', 512, 'maskable'),
  ],
  shortcuts: [
    { name: 'Draw a character', short_name: 'Draw', url: '/?surface=one' },
    { name: 'Write a line', short_name: 'Line', url: '/?surface=line' },
  ],
};
