import { fileURLToPath } from 'node:url';
import { pickGlyphs, type LabelledGlyphs } from '../../../data/glyph-sets.js';
import { readModelFolder } from '../../evaluation/model-folder.js';
import { loadSet, type ShippedSet } from '../../../data/load-set.js';
import { evenlySpread } from '../../../data/evenly.js';
import type { GateInput } from '../gate-input.js';

const models = fileURLToPath(new URL('../../../../../../models', import.meta.url));

/** The shipped network of digits. */
export const champion = readModelFolder(`${models}/digits`);

export const shippedDigits = (set: ShippedSet): LabelledGlyphs => loadSet(models, 'digits', set);

/** Some of a set, from all over it. */
export const spread = (set: LabelledGlyphs, wanted: number): LabelledGlyphs =>
  pickGlyphs(set, evenlySpread(set.count, wanted));

/** A gate of small sets; its limits have to be such that so few glyphs can keep them. */
export const smallGate: Omit<GateInput, 'challenger' | 'holdout' | 'limits'> = {
  network: 'digits',
  champion,
  base: champion,
  gateSet: spread(shippedDigits('gate'), 300),
  validation: spread(shippedDigits('validation'), 100),
};
