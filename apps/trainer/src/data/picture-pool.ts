import type { Network } from '@inkling/recognizer';
import { carve, type PoolParts } from './carve.js';
import { loadEmnistTrain, loadMnist } from './glyph-sets.js';

const VALIDATION_PICTURES = 2000;

/** With the gate's writers of UNIPEN about 5,000 digits and 20,000 characters in all. */
const GATE_PICTURES: Readonly<Record<Network, number>> = { digits: 4400, characters: 17_000 };

/**
 * The pictures a network may learn from, split once and for all. EMNIST digits stay away from the
 * digits network: they come from the same forms as the MNIST test set.
 */
export function loadPicturePool(network: Network, dataDir: string): PoolParts {
  const pool = network === 'digits' ? loadMnist(dataDir, 'train') : loadEmnistTrain(dataDir);
  return carve(pool, VALIDATION_PICTURES, GATE_PICTURES[network]);
}
