import {
  bestClass,
  type CertaintyLimits,
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
/** Nothing less likely than this is called sure, however well the network does. */
const LEAST_SURE = 0.8;

/**
 * Fits the temperature and the limits of certainty, all on the validation writers of UNIPEN.
 *
 * A network has one temperature, fitted over all of its classes; the limits are each task's own,
 * because each masks other classes: among all 47, O and 0 share what a letter alone would have.
 */
export async function calibrate(
  network: Network,
  session: NetworkSession,
  unipen: readonly UnipenSample[],
): Promise<Calibration> {
  const validation = unipen.filter(({ part, cutInk }) => part === 'validation' && !cutInk);
  const tasks: readonly Task[] = network === 'digits' ? ['digits'] : ['characters', 'letters'];
  const readings: { task: Task; reading: Reading }[] = [];
  for (const task of tasks) {
    const reading = await readGlyphs(session, glyphsOfUnipen(validation, task, network));
    readings.push({ task, reading });
  }
  const temperature = round(fitTemperature(readings[0]!.reading));
  const scribbles = await readGlyphs(session, {
    glyphs: scribbleGlyphs(SCRIBBLES, SCRIBBLE_SEED),
    labels: new Uint8Array(SCRIBBLES),
    count: SCRIBBLES,
  });
  const limits = readings.map(({ task, reading }): [Task, CertaintyLimits] => {
    const allowed = allowedClasses(network, task);
    return [
      task,
      limitsFor(
        answersOf(reading, temperature, allowed),
        answersOf(scribbles, temperature, allowed),
      ),
    ];
  });
  return {
    temperature,
    certainty: { ...limits[0]![1], tasks: Object.fromEntries(limits.slice(1)) },
  };
}

function limitsFor(answers: readonly Answer[], onScribbles: readonly Answer[]): CertaintyLimits {
  const sureFrom = Math.max(LEAST_SURE, round(lowestSureProbability(answers)));
  const sure = answers.filter(({ probability }) => probability >= sureFrom);
  const real = answers.map(({ probability }) => probability);
  // Never above sureFrom: an answer can't be sure and unlike a character at once.
  // Rounded down, or more real characters than promised might fall under it.
  const unlikeBelow = Math.min(sureFrom, roundDown(highestUnlikeProbability(real)));
  const ofScribbles = onScribbles.map(({ probability }) => probability);
  return {
    sureFrom,
    unlikeBelow,
    measured: {
      sureShare: round(sure.length / answers.length),
      sureRight: round(sure.filter(({ right }) => right).length / Math.max(1, sure.length)),
      unlikeCharacters: round(shareBelow(real, unlikeBelow)),
      unlikeScribbles: round(shareBelow(ofScribbles, unlikeBelow)),
      unsureScribbles: round(shareBelow(ofScribbles, sureFrom)),
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
const roundDown = (value: number) => Math.floor(value * 1e4) / 1e4;
