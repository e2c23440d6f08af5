import { createRandom } from '../../../random.js';

/** Up to so many hands all ways to flip signs are gone through; beyond, some are drawn by lot. */
const MOST_HANDS_EXACT = 12;
const DRAWN_FLIPS = 5000;
const SEED = 23;

/**
 * How likely a gain like that of one setting is by chance alone, though it was picked from several.
 *
 * A paired sign-flip test over hands (Fisher's randomisation test): were a setting no better than the
 * former one, each hand's difference would be as likely the other way round. Whole hands are flipped,
 * because drawings of one hand are alike and are tried several times. Of each flip the largest gain of
 * all settings counts, each measured by its own spread (the single-step maxT of Westfall and Young,
 * Resampling-Based Multiple Testing, 1993): among many settings one is always the best.
 *
 * @param gains for each setting that was tried, by how much the error falls through each hand's trials;
 *   below 0 it rises
 * @param chosen which of them is asked about
 * @returns p, over 0 and up to 1
 */
export function chanceOfGain(gains: readonly Float64Array[], chosen: number): number {
  const scaled = gains.map(scaleToSpread);
  const hands = scaled[chosen]!.length;
  const isExact = hands <= MOST_HANDS_EXACT;
  const flips = isExact ? 2 ** hands : DRAWN_FLIPS;
  const random = createRandom(SEED);
  const signs = new Int8Array(hands).fill(1);
  // Sums in another order differ in their last digits: those are equal.
  const limit = signedSum(scaled[chosen]!, signs) - 1e-9;
  let asLarge = 0;
  for (let flip = 0; flip < flips; flip++) {
    for (let hand = 0; hand < hands; hand++) {
      const isFlipped = isExact ? (flip >> hand) & 1 : random.next() < 0.5;
      signs[hand] = isFlipped ? -1 : 1;
    }
    if (scaled.some((ofHands) => signedSum(ofHands, signs) >= limit)) asLarge++;
  }
  // What was seen is one of the flips: the exact list holds it, the drawn one need not.
  return isExact ? asLarge / flips : (asLarge + 1) / (flips + 1);
}

/** Flips leave the sum of squares as it is, so that it need be taken once. */
function scaleToSpread(gains: Float64Array): Float64Array {
  const spread = Math.hypot(...gains);
  return spread === 0 ? gains : gains.map((gain) => gain / spread);
}

function signedSum(values: Float64Array, signs: Int8Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * signs[at]!;
  return sum;
}
