import { chromium } from 'playwright-core';
import { CHROMIUM } from '../../scripts/lib/programs/chromium.mjs';
import { findProgram } from '../../scripts/lib/programs/find-program.mjs';

/** Chromium: the one of CHROMIUM_PATH, an installed one, or the one that `npm test` fetched. */
export async function launchBrowser() {
  const executablePath = await findProgram(CHROMIUM);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
