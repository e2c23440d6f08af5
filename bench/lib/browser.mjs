import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium from CHROMIUM_PATH or one of the usual places. */
export function launchBrowser() {
  const executablePath = process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place));
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
