import type { Network } from '@inkling/recognizer';
import { glyphsOfSigns, loadOmniglot, loadSigns, type ForeignGlyphs } from '../../data/foreign.js';
import { BASE_RECIPES } from './recipes.js';

/**
 * Signs that say how hands differ, see `fitWhitening`: of Omniglot's training alphabets, and for a network that is taught
 * signs also those of UNIPEN's training writers, which are ink, plainer, and of other hands.
 */
export function loadWhiteningSigns(dataDir: string, network: Network): ForeignGlyphs {
  const drawn = loadOmniglot(dataDir, 'train');
  if (!BASE_RECIPES[network].signs) return drawn;
  const ink = glyphsOfSigns(loadSigns(dataDir).filter(({ part }) => part === 'train'));
  const glyphs = new Float32Array(drawn.glyphs.length + ink.glyphs.length);
  glyphs.set(drawn.glyphs);
  glyphs.set(ink.glyphs, drawn.glyphs.length);
  return { names: [...drawn.names, ...ink.names.map((name) => `UNIPEN/${name}`)], glyphs };
}
