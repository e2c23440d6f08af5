import {
  MOST_COMPARED_PICTURES,
  type ComparedSample,
  type SampleComparison,
} from '@inkling/contract';
import { mcNemar } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import type { ReadByBoth } from './readings.repository.js';

/** Samples by who reads them right. */
export interface Parted {
  readonly onlyA: readonly ReadByBoth[];
  readonly onlyB: readonly ReadByBoth[];
  readonly bothRight: number;
  readonly bothWrong: number;
}

export function part(samples: readonly ReadByBoth[]): Parted {
  const isRight = ({ label }: ReadByBoth, read: string) => read === label;
  const of = (a: boolean, b: boolean) =>
    samples.filter(
      (sample) => isRight(sample, sample.a.label) === a && isRight(sample, sample.b.label) === b,
    );
  return {
    onlyA: of(true, false),
    onlyB: of(false, true),
    bothRight: of(true, true).length,
    bothWrong: of(false, false).length,
  };
}

/** Those that an answer shows: what neither version was trained on first, then the newest. */
export const shown = (group: readonly ReadByBoth[]): readonly ReadByBoth[] =>
  [...group.filter(({ learnt }) => !learnt), ...group.filter(({ learnt }) => learnt)].slice(
    0,
    MOST_COMPARED_PICTURES,
  );

/** @param glyphs of those that are shown; one that was deleted meanwhile is left out */
export function sampleComparison(
  samples: readonly ReadByBoth[],
  parted: Parted,
  glyphs: ReadonlyMap<string, Uint8Array>,
): SampleComparison {
  const unlearnt = (group: readonly ReadByBoth[]) => group.filter(({ learnt }) => !learnt).length;
  const groupOf = (group: readonly ReadByBoth[]) => ({
    count: group.length,
    unlearnt: unlearnt(group),
    samples: shown(group).flatMap((sample) => toCompared(sample, glyphs.get(sample.id))),
  });
  const { onlyA, onlyB, bothRight, bothWrong } = parted;
  return {
    samples: samples.length,
    unlearnt: unlearnt(samples),
    bothRight,
    bothWrong,
    onlyA: groupOf(onlyA),
    onlyB: groupOf(onlyB),
    chance: mcNemar({ lost: unlearnt(onlyA), won: unlearnt(onlyB) }, 'different'),
  };
}

const toCompared = (
  { id, label, task, learnt, a, b }: ReadByBoth,
  glyph: Uint8Array | undefined,
): ComparedSample[] =>
  glyph ? [{ sampleId: id, label, task, learnt, a, b, picture: glyphPicture(glyph) }] : [];
