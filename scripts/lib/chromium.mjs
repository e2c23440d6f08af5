import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const hasChromium = () =>
  process.env.CHROMIUM_PATH
    ? existsSync(process.env.CHROMIUM_PATH)
    : PLACES.some((place) => existsSync(place));

export const HOW_TO_GET_CHROMIUM =
  'The journeys need Chromium, which is not here, and will fail. On Debian and Ubuntu: ' +
  'apt-get install chromium. Elsewhere set CHROMIUM_PATH to the program of any Chromium or Chrome.';
