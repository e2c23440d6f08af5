export {
  COLOUR_SCENE_NAMES,
  COLOUR_SCENES,
  colourPictureOfInk,
  type ColourSceneName,
} from './colour.js';
export { pictureOfInk, SCENE_NAMES, SCENES, type SceneName } from './plain.js';
import type { GreyPicture, Stroke } from '../../types.js';
import { seededRandom } from '../random.js';
import { toPicture, type Canvas, type Random } from './canvas.js';
import { EFFECTS } from './effects.js';
import { PRINTED } from './printed.js';
import { SCANS } from './scans.js';
import { SHEETS } from './sheets.js';
import { TIGHT } from './tight.js';

/** Pictures in which more than a character on its paper is to be seen. */
export const HARD_SCENES = {
  ...SHEETS,
  ...PRINTED,
  ...TIGHT,
  ...SCANS,
  ...EFFECTS,
} satisfies Record<string, (strokes: readonly Stroke[], random: Random) => Canvas>;

export type HardSceneName = keyof typeof HARD_SCENES;

export const HARD_SCENE_NAMES = Object.keys(HARD_SCENES) as HardSceneName[];

/** A picture of the ink in a scene; the same for the same seed. */
export const hardPictureOfInk = (
  strokes: readonly Stroke[],
  name: HardSceneName,
  seed: number,
): GreyPicture => toPicture(HARD_SCENES[name](strokes, seededRandom(seed)));
