import {
  ambiguousLabels,
  bestClass,
  type CertaintyLimits,
  fitTemperature,
  type ModelCard,
  labelsOfNetwork,
  type Network,
  type NetworkSession,
  type Task,
} from '@inkling/recognizer';
import { glyphsOfUnipen, type UnipenSample } from '../../data/unipen.js';
import {
  highestUnlikeProbability,
  lowestSureProbability,
  shareBelow,
  shareRight,
  type Answer,
} from './certainty.js';
import {
  allowedClasses,
  candidatesOf,
  filterReading,
  logProbabilitiesOf,
  readGlyphs,
  type Reading,
} from '../../onnx/reading.js';
import { scribbleGlyphs } from './scribbles.js';

export type Calibration = Pick<ModelCard, 'temperature' | 'certainty'>;

const SCRIBBLES = 1200;
const SCRIBBLE_SEED = 4;
/** Nothing less likely than this is called sure, however well the network does. */
const LEAST_SURE = 0.8;

/**
 * Fits the temperature and the limits of certainty on the validation writers of UNIPEN.
 */
export async function calibrate(
  network: Network,
  session: NetworkSession,
  unipen: readonly UnipenSample[],
): Promise<Calibration> {
  const validation = unipen.filter(({ part, cutInk }) => part === 'validation' && !cutInk);
  const task: Task = network === 'digits' ? 'digits' : 'characters';
  const reading = await readGlyphs(session, glyphsOfUnipen(validation, task, network));
  return fitCalibration(network, reading, await readScribbles(session));
}

/** What a network says of drawings that are no characters: always the same ones. */
export function readScribbles(session: NetworkSession): Promise<Reading> {
  return readGlyphs(session, {
    glyphs: scribbleGlyphs(SCRIBBLES, SCRIBBLE_SEED),
    labels: new Uint8Array(SCRIBBLES),
    count: SCRIBBLES,
  });
}

/**
 * Temperature and limits of certainty from what a network says of glyphs that it was never trained on.
 *
 * A network has one temperature, fitted over all of its classes; the limits are each task's own,
 * because each masks other classes: among all 47, O and 0 share what a letter alone would have.
 *
 * @throws RangeError without glyphs
 */
export function fitCalibration(
  network: Network,
  reading: Reading,
  scribbles: Reading,
): Calibration {
  const temperature = round(fitTemperature(reading));
  const limitsOf = (task: Task): CertaintyLimits => {
    const allowed = allowedClasses(network, task);
    const ofTask = filterReading(reading, (row) => allowed.includes(reading.labels[row]!));
    const labels = labelsOfNetwork(network);
    return limitsFor(
      answersOf(ofTask, temperature, allowed, labels),
      answersOf(scribbles, temperature, allowed, labels),
    );
  };
  return {
    temperature,
    certainty:
      network === 'digits'
        ? { ...limitsOf('digits'), tasks: {} }
        : { ...limitsOf('characters'), tasks: { letters: limitsOf('letters') } },
  };
}

function limitsFor(
  answers: readonly OpenAnswer[],
  onScribbles: readonly OpenAnswer[],
): CertaintyLimits {
  // What the shape leaves open is never called sure, however probable it is.
  const decided = answers.filter(({ open }) => !open);
  const sureFrom = Math.max(LEAST_SURE, round(lowestSureProbability(decided)));
  const sure = decided.filter(({ probability }) => probability >= sureFrom);
  const real = answers.map(({ probability }) => probability);
  // Never above sureFrom: an answer can't be sure and unlike a character at once.
  // Rounded down, or more real characters than promised might fall under it.
  const unlikeBelow = Math.min(sureFrom, roundDown(highestUnlikeProbability(real)));
  const ofScribbles = onScribbles.map(({ probability }) => probability);
  return {
    sureFrom,
    unlikeBelow,
    measured: {
      sureShare: round(sure.length / Math.max(1, answers.length)),
      sureRight: round(shareRight(sure)),
      unlikeCharacters: round(shareBelow(real, unlikeBelow)),
      unlikeScribbles: round(shareBelow(ofScribbles, unlikeBelow)),
      unsureScribbles: round(shareBelow(ofScribbles, sureFrom)),
    },
  };
}

interface OpenAnswer extends Answer {
  /** Whether another label of the same shape may be meant as well. */
  readonly open: boolean;
}

function answersOf(
  reading: Reading,
  temperature: number,
  allowed: readonly number[],
  labels: readonly string[],
): OpenAnswer[] {
  return logProbabilitiesOf(reading, temperature, allowed).map((row, at) => {
    const answer = bestClass(row);
    return {
      probability: Math.exp(row[answer]!),
      right: answer === reading.labels[at],
      open: ambiguousLabels(candidatesOf(row, labels)).length > 0,
    };
  });
}

/** What the card says is what was measured, so rounding comes before measuring. */
const round = (value: number) => Math.round(value * 1e4) / 1e4;
const roundDown = (value: number) => Math.floor(value * 1e4) / 1e4;
