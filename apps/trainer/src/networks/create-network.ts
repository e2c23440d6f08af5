import type { Network } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { createCharactersNetwork } from './characters.js';
import { createDigitsNetwork } from './digits.js';
import { createFirstCharactersNetwork } from './former/characters.js';
import { createFirstDigitsNetwork } from './former/digits.js';
import { createSecondCharactersNetwork } from './former/second-characters.js';

type Architecture = (seed: number) => LayersModel;

/** The one that is trained now comes first; versions of the others are still served, fine-tuned and judged. */
export const ARCHITECTURES: Readonly<Record<Network, readonly [Architecture, ...Architecture[]]>> =
  {
    digits: [createDigitsNetwork, createFirstDigitsNetwork],
    characters: [
      createCharactersNetwork,
      createSecondCharactersNetwork,
      createFirstCharactersNetwork,
    ],
  };

/** A network with random weights that follow from the seed. */
export const createNetwork = (network: Network, seed: number): LayersModel =>
  ARCHITECTURES[network][0](seed);
