import { Logger } from '@nestjs/common';
import { messageOf, type Saliency } from '@inkling/contract';
import { GLYPH_SIDE } from '@inkling/ink';
import {
  bestClass,
  whereHot,
  whySentence,
  type Candidate,
  type Certainty,
  type Decision,
  type WhyFacts,
} from '@inkling/recognizer';
import { greyPngUrl } from '../../common/png.js';
import type { ServingModel } from '../serving/serving-model.js';

/** An answer that is to be explained. */
export interface Answered {
  readonly decision: Decision;
  readonly certainty: Certainty;
  readonly decidedBy: 'model' | 'memory';
  /** All that may answer, best first. */
  readonly candidates: readonly Candidate[];
  /** By the decision's indices: the network's classes and the symbols of memory. */
  readonly labels: readonly string[];
  /** By index of `labels`. */
  readonly allowed: readonly boolean[];
  /** What the glyph alone says, see `SeenGlyph`. */
  readonly ofShape?: Float32Array | undefined;
  /** 0..1 */
  readonly glyph: Float32Array;
}

const UNKNOWN_SHAPE = 'No heat map: this version’s network has a shape that none can be made for.';
const FAILED = 'No heat map: it could not be made this time.';

/** From this similarity on a sample is said to look like the drawing; less alike ones may have had a say, too. */
const ALIKE_FROM = 0.5;

const logger = new Logger('Saliency');

/** What the network looked at and one sentence that says why. It never fails: an answer is worth more than its reasons. */
export async function saliencyOf(serving: ServingModel, answered: Answered): Promise<Saliency> {
  const { candidates, glyph } = answered;
  const [answer, runnerUp] = candidates as readonly [Candidate, Candidate?];
  const shown = runnerUp ? [answer.label, runnerUp.label] : [answer.label];
  const { heats, unavailable } = await heatsOf(serving, glyph, shown);
  const heat = heats.get(answer.label);
  return {
    label: answer.label,
    ...pictureOf(heat),
    ...(runnerUp && { runnerUp: { ...runnerUp, ...pictureOf(heats.get(runnerUp.label)) } }),
    ...(unavailable !== undefined && { unavailable }),
    sentence: whySentence({
      ...factsOf(answered),
      where: heat && whereHot(heat, glyph),
    }),
  };
}

/** By label; those that the network has no class for are left out. */
async function heatsOf(
  { model, version }: ServingModel,
  glyph: Float32Array,
  labels: readonly string[],
): Promise<{ heats: ReadonlyMap<string, Float32Array>; unavailable?: string }> {
  const known = labels.filter((label) => version.card.labels.includes(label));
  const classes = known.map((label) => version.card.labels.indexOf(label));
  if (classes.length === 0) return { heats: new Map() };
  try {
    const heats = await model.look(glyph, classes);
    if (!heats) return { heats: new Map(), unavailable: UNKNOWN_SHAPE };
    return { heats: new Map(known.map((label, at) => [label, heats[at]!])) };
  } catch (error) {
    logger.warn(`${version.network} ${version.version} can't say why: ${messageOf(error)}`);
    return { heats: new Map(), unavailable: FAILED };
  }
}

function factsOf(answered: Answered): WhyFacts {
  const { decision, labels, certainty, decidedBy, candidates } = answered;
  const [{ label, probability }, runnerUp] = candidates as readonly [Candidate, Candidate?];
  const agreeing = decision.neighbours.filter(
    ({ classIndex, similarity }) => similarity >= ALIKE_FROM && labels[classIndex] === label,
  );
  const own = agreeing.filter((neighbour) => neighbour.own).length;
  return {
    ...{ label, probability, certainty, decidedBy, runnerUp },
    ofNetwork: labels[decision.bestOfNetwork],
    ofShape: otherByShape(answered),
    byHabit: labels[decision.best] !== label,
    samples: { own, shared: agreeing.length - own },
  };
}

/** What the glyph alone would be, where that is another class than the one with how the pen went. */
function otherByShape({ decision, labels, allowed, ofShape }: Answered): string | undefined {
  if (!ofShape) return undefined;
  const best = bestClass(ofShape.map((value, at) => (allowed[at] ? value : -Infinity)));
  return best === decision.bestOfNetwork ? undefined : labels[best];
}

function pictureOf(heat: Float32Array | undefined): { picture?: string } {
  if (!heat) return {};
  const pixels = Uint8Array.from(heat, (value) => Math.round(value * 255));
  return { picture: greyPngUrl(pixels, GLYPH_SIDE, GLYPH_SIDE) };
}
