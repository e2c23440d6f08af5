import type { MemoryParameters, Network, NetworkSession } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';
import type { Reading } from '../../../onnx/reading.js';
import { asInherited, retuneMemory, type MemoryOfCard } from './retune.js';
import { embedPool } from './shared-pool.js';
import { skewedPool } from './skewed-pool.js';
import { subjectsOfReading } from './subject.js';

/** Shared samples to try memory with. More would take longer than all else. */
const POOL_SIZE = 1500;
const POOL_SEED = 1;

export interface VersionToTune {
  readonly network: Network;
  /** Of its file. */
  readonly session: NetworkSession;
  readonly temperature: number;
  /** What the card inherits. */
  readonly memory: MemoryParameters;
  /** The validation set as this version has read it. */
  readonly validation: Reading;
  /** Who drew its glyphs; not known of sets of one's own. */
  readonly hands: readonly string[] | undefined;
  readonly replay: LabelledGlyphs;
}

/** Tunes the memory of a version that was trained further, where that helps; see `retuneMemory`. */
export async function retuneVersion(
  version: VersionToTune,
): Promise<MemoryOfCard & { readonly line: string }> {
  const { network, session, temperature, memory, validation, hands, replay } = version;
  if (!hands) {
    return asInherited(memory, 'nothing says who drew the glyphs of the validation set');
  }
  const subjects = subjectsOfReading(network, validation, hands, temperature);
  const pool = await embedPool(session, skewedPool(replay, POOL_SIZE, POOL_SEED));
  return retuneMemory(subjects, memory, pool);
}
