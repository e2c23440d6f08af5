import type { Why } from '@inkling/contract';
import { counted, percent, spokenLabel } from '../words';

/** What stands under the two pictures. */
export interface HeatCaption {
  readonly label: string;
  readonly share: string;
  readonly words: string;
}

export const answerCaption = ({ label, probability }: Why): HeatCaption => ({
  label,
  share: percent(probability),
  words: 'answer',
});

export const runnerUpCaption = ({ saliency: { runnerUp } }: Why): HeatCaption | undefined =>
  runnerUp && {
    label: runnerUp.label,
    share: percent(runnerUp.probability),
    words: 'runner-up',
  };

/** What a screen reader says of a picture; of the answer the sentence tells more. */
export const heatAlternative = ({ label, share, words }: HeatCaption, sentence?: string): string =>
  sentence ?? `What speaks for ${spokenLabel(label)}, the ${words}, at ${share}`;

/** Read again by another version, or after something was taught, an answer may differ from the recorded one. */
export function readAgainWords({ label, model }: Why, recorded: string | undefined): string {
  const version = `Read again just now by version ${model.version}, in service.`;
  if (recorded === undefined || recorded === label) return version;
  return `${version} Recorded was ${recorded}.`;
}

export const samplesTitle = ({ neighbours }: Why): string =>
  `${counted(neighbours.length, 'sample')} in memory had a say`;
