import { createClient } from '@inkling/client';
import { keptDrawings, NOTHING_KEPT, ownerOf } from './kept-drawings.js';
import { Reader, type ReaderListener } from './reader.js';

/** Where this very file came from: `/pad/` below the address of its server. */
const OWN_SERVER = new URL('..', import.meta.url).href;

/** Of this file's address on a server; open to every page, so it tells whether the server is there. */
const OWN_FILE = 'pad/inkling-pad.js';

/** Whose drawings of an earlier visit are being sent: one pad does so for all of a page. */
const resumed = new Set<string>();

/** A reader as the attributes of a pad want it; `undefined` where `server` is not an address. */
export function readerFor(pad: HTMLElement, listener: ReaderListener): Reader | undefined {
  const server = pad.getAttribute('server') ?? OWN_SERVER;
  if (!URL.canParse(server)) return undefined;
  const fileUrl = new URL(OWN_FILE, server.endsWith('/') ? server : `${server}/`);
  const key = pad.getAttribute('key') ?? undefined;
  // Without a key it may be somebody else who is signed in the next time.
  const owner = key === undefined ? undefined : ownerOf(fileUrl.href, key);
  const reader = new Reader({
    client: createClient({ baseUrl: server, key }),
    asked: {
      task: pad.getAttribute('task') ?? 'characters',
      allow: (pad.getAttribute('allow') ?? '').split(/\s+/).filter((label) => label !== ''),
    },
    isThere: () => isAnswering(fileUrl),
    kept: owner === undefined ? NOTHING_KEPT : keptDrawings(owner),
    listener,
  });
  if (owner !== undefined && !resumed.has(owner)) {
    resumed.add(owner);
    void reader.resume();
  }
  return reader;
}

const isAnswering = (url: URL): Promise<boolean> =>
  fetch(url, { method: 'HEAD', cache: 'no-store', credentials: 'omit' }).then(
    ({ ok }) => ok,
    () => false,
  );
