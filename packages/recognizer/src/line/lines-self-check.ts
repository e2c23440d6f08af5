import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { LinesCard } from '../card/lines-card.js';
import { SelfCheckError } from '../check-session.js';
import { STRIP_PIXELS_A_STEP, type SequenceOutput } from './sequence-session.js';
import { matchesStripCheck, stripOfCheck } from './strip-check.js';

/** No whole number of steps, so that filling up is tried as well. */
const TRIED_WIDTH = 2 * STRIP_HEIGHT - 1;

/**
 * Tries a loaded version: an empty strip and one with a line, and the strips of its card. Sizes and numbers
 * must be right, different strips must give different answers, and the card's strips must give what the
 * exporting process saw.
 *
 * @throws SelfCheckError
 */
export async function linesSelfCheck(
  card: LinesCard,
  run: (strip: Strip) => Promise<SequenceOutput>,
): Promise<void> {
  const outputOf = async (strip: Strip): Promise<SequenceOutput> => {
    const output = await run(strip);
    const steps = Math.ceil(strip.width / STRIP_PIXELS_A_STEP);
    if (output.steps !== steps || output.logits.length !== steps * (card.characters.length + 1)) {
      throw new SelfCheckError('the outputs have other sizes than the card says');
    }
    if (!output.logits.every(Number.isFinite)) {
      throw new SelfCheckError('the outputs are not finite');
    }
    return output;
  };
  const empty = await outputOf(emptyStrip());
  const line = await outputOf(stripWithLine());
  if (empty.logits.every((value, at) => value === line.logits[at])) {
    throw new SelfCheckError('the answer does not depend on the drawing');
  }
  for (const [index, known] of (card.selfCheck ?? []).entries()) {
    if (matchesStripCheck(known, await outputOf(stripOfCheck(known)), card.characters)) continue;
    throw new SelfCheckError(
      `it reads strip ${index} of its card in another way than when exported`,
    );
  }
}

const emptyStrip = (): Strip => ({
  values: new Float32Array(STRIP_HEIGHT * TRIED_WIDTH),
  width: TRIED_WIDTH,
});

/** An upright one through the middle. */
function stripWithLine(): Strip {
  const strip = emptyStrip();
  for (let row = 4; row < STRIP_HEIGHT - 4; row++) {
    strip.values[row * TRIED_WIDTH + Math.floor(TRIED_WIDTH / 2)] = 1;
  }
  return strip;
}
