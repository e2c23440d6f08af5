// `npm run bench:first-visit`: how many bytes a browser receives until it shows the studio for the first
// time, by kind of file, once as browsers ask and once without any compression (what was sent before the
// build compressed its files). Then how many at the second visit. Needs `npm run build` and Chromium
// (CHROMIUM_PATH); brings its own Postgres.
import { launchBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { printTable } from './lib/table.mjs';

const KINDS = ['Document', 'Script', 'Stylesheet', 'Font', 'Image', 'Fetch'];
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Bytes on the wire by kind, headers included, until the page is quiet. */
async function visit(page, url) {
  const session = await page.context().newCDPSession(page);
  const kindOf = new Map();
  const bytes = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  session.on('Network.responseReceived', ({ requestId, type }) => kindOf.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kindOf.get(requestId);
    bytes[KINDS.includes(kind) ? kind : 'Fetch'] += encodedDataLength;
  });
  await session.send('Network.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('canvas').waitFor();
  await session.detach();
  return bytes;
}

const server = await startServer();
const browser = await launchBrowser();
try {
  const visits = [];
  const plain = await browser.newContext({ extraHTTPHeaders: { 'accept-encoding': 'identity' } });
  visits.push({
    name: 'first, uncompressed',
    bytes: await visit(await plain.newPage(), server.address),
  });
  const usual = await browser.newContext();
  for (const name of ['first', 'second']) {
    visits.push({ name, bytes: await visit(await usual.newPage(), server.address) });
  }
  printTable(
    [
      ['visit', ({ name }) => name],
      ...KINDS.map((kind) => [kind.toLowerCase(), ({ bytes }) => kilobytes(bytes[kind])]),
      ['total', ({ bytes }) => kilobytes(KINDS.reduce((sum, kind) => sum + bytes[kind], 0))],
    ],
    visits,
  );
} finally {
  await browser.close();
  await server.stop();
}
