import type { Engine, LikenessReader, PenReader } from '@inkling/recognizer';
import type { FileStore } from './file-store';
import { ReleaseShelf } from './release-shelf';
import { getLikeness, getPen } from './server';

/** The network that tells what is a character at all. */
export type LikenessShelf = ReleaseShelf<'likeness', LikenessReader>;

export const likenessShelf = (engine: () => Promise<Engine>, files: FileStore): LikenessShelf =>
  new ReleaseShelf(engine, files, {
    name: 'likeness',
    newest: async () => {
      const found = await getLikeness();
      return found && { sha256: found.sha256, bytes: found.bytes, limits: found.card.limits };
    },
    readerOf: (session, { limits }) => ({ session, limits }),
  });

/** The network that reads how the pen went. */
export type PenShelf = ReleaseShelf<'pen', PenReader>;

export const penShelf = (engine: () => Promise<Engine>, files: FileStore): PenShelf =>
  new ReleaseShelf(engine, files, {
    name: 'pen',
    newest: async () => {
      const found = await getPen();
      return found && { sha256: found.sha256, bytes: found.bytes, weights: found.card.weights };
    },
    readerOf: (session, { weights }) => ({ session, weights }),
  });
