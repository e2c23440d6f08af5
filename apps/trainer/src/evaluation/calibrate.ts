import {
  bestClass,
  fitTemperature,
  type ModelCard,
  type Network,
  type NetworkSession,
  type Task,
} from '@inkling/recognition';
import { glyphsOfUnipen, type UnipenSample } from '../data/unipen.js';
import {
  highestUnlikeProbability,
  lowestSureProbability,
  shareBelow,
  type Answer,
} from './certainty.js';
import { allowedClasses, logProbabilitiesOf, readGlyphs, type Reading } from './reading.js';
import { scribbleGlyphs } from './scribbles.js';

export type Calibration = Pick<ModelCard, 'temperature' | 'certainty'>;

const SCRIBBLES = 1200;
const SCRIBBLE_SEED = 4;

/**
 * Fits the temperature and the limits of certainty, all on the validation writers of UNIPEN.
 *
 * A network has one temperature, fitted over all of its classes; the limits regard every task it
 * answers, because each task masks other classes and so has other probabilities.
 */
export async function calibrate(
  network: Network,
  session: NetworkSession,
  unipen: readonly UnipenSample[],
): Promise<Calibration> {
  const validation = unipen.filter(({ part }) => part === 'validation');
  const tasks: readonly Task[] = network === 'digits' ? ['digits'] : ['characters', 'letters'];
  const readings: { task: Task; reading: Reading }[] = [];
  for (const task of tasks) {
    const reading = await readGlyphs(session, glyphsOfUnipen(validation, task, network));
    readings.push({ task, reading });
  }
  const temperature = round(fitTemperature(readings[0]!.reading));

  const answers = readings.flatMap(({ task, reading }) =>
    answersOf(reading, temperature, allowedClasses(network, task)),
  );
  const sureFrom = round(lowestSureProbability(answers));
  const sure = answers.filter(({ probability }) => probability >= sureFrom);
  const real = answers.map(({ probability }) => probability);
  // Never above sureFrom: an answer can't be sure and unlike a character at once.
  const unlikeBelow = Math.min(sureFrom, round(highestUnlikeProbability(real)));

  const scribbles = await readGlyphs(session, {
    glyphs: scribbleGlyphs(SCRIBBLES, SCRIBBLE_SEED),
    labels: new Uint8Array(SCRIBBLES),
    count: SCRIBBLES,
  });
  const scribbleAnswers = tasks.flatMap((task) =>
    answersOf(scribbles, temperature, allowedClasses(network, task)),
  );
  const ofScribbles = scribbleAnswers.map(({ probability }) => probability);
  return {
    temperature,
    certainty: {
      sureFrom,
      unlikeBelow,
      measured: {
        sureShare: round(sure.length / answers.length),
        sureRight: round(sure.filter(({ right }) => right).length / Math.max(1, sure.length)),
        unlikeCharacters: round(shareBelow(real, unlikeBelow)),
        unlikeScribbles: round(shareBelow(ofScribbles, unlikeBelow)),
        unsureScribbles: round(shareBelow(ofScribbles, sureFrom)),
      },
    },
  };
}

function answersOf(reading: Reading, temperature: number, allowed: readonly number[]): Answer[] {
  return logProbabilitiesOf(reading, temperature, allowed).map((row, at) => {
    const answer = bestClass(row);
    return { probability: Math.exp(row[answer]!), right: answer === reading.labels[at] };
  });
}

/** What the card says is what was measured, so rounding comes before measuring. */
const round = (value: number) => Math.round(value * 1e4) / 1e4;
