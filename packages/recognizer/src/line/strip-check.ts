import type { Strip } from '@inkling/ink';
import type { LinesSelfCheck } from '../card/lines-card.js';
import { areAsExpected, hexOfBytes, sharesOfHex } from '../self-check.js';
import { textOfBestPath } from './best-path.js';
import type { SequenceOutput } from './sequence-session.js';

type StripCheck = LinesSelfCheck[number];

/**
 * A strip with what the network says of it, for a card.
 *
 * @param strip bytes, 255 is ink; the values that the network saw, times 255
 */
export function stripCheckOf(
  strip: { readonly bytes: Uint8Array; readonly width: number },
  output: SequenceOutput,
  characters: readonly string[],
): StripCheck {
  return { width: strip.width, strip: hexOfBytes(strip.bytes), ...bestPath(output, characters) };
}

/** The strip of an entry as a network takes it. */
export const stripOfCheck = ({ strip, width }: Pick<StripCheck, 'strip' | 'width'>): Strip => ({
  values: sharesOfHex(strip),
  width,
});

/** Whether what a loaded network says of an entry's strip is what its card says. */
export function matchesStripCheck(
  expected: Pick<StripCheck, 'text' | 'peaks'>,
  output: SequenceOutput,
  characters: readonly string[],
): boolean {
  const { text, peaks } = bestPath(output, characters);
  return text === expected.text && areAsExpected(expected.peaks, peaks);
}

/** @param output `[steps, characters + 1]` */
function bestPath(
  { logits, steps }: SequenceOutput,
  characters: readonly string[],
): Pick<StripCheck, 'text' | 'peaks'> {
  const classes = characters.length + 1;
  const best: number[] = [];
  for (let step = 0; step < steps; step++) {
    const row = logits.subarray(step * classes, (step + 1) * classes);
    best.push(row.reduce((most, logit, at) => (logit > row[most]! ? at : most), 0));
  }
  return {
    text: textOfBestPath(best, characters),
    peaks: best.map((at, step) => logits[step * classes + at]!),
  };
}
