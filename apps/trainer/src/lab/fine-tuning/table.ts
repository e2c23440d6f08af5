import type { Reading, Trial } from './trial.js';

/** Trials of one setting, beside how the champion read the same. */
export interface Outcome {
  readonly name: string;
  readonly before: readonly Reading[];
  readonly after: readonly Trial[];
}

/** The mean over a setting's trials. */
export interface Summary {
  readonly name: string;
  readonly trials: number;
  /** By how much of the champion's error without memory the writers' falls, 0..1. */
  readonly cutAlone: number;
  readonly cutWithMemory: number;
  /** Changes in percentage points; above 0 is worse. */
  readonly othersPoints: number;
  readonly picturesPoints: number;
  readonly writersLoss: number;
  readonly picturesLoss: number;
  readonly basePicturesPoints: number;
  readonly seconds: number;
  readonly bestEpoch: number;
}

export function summarise({ name, before, after }: Outcome): Summary {
  const was = (key: keyof Reading) => mean(before.map((reading) => reading[key]));
  const is = (key: keyof Trial) => mean(after.map((trial) => trial[key]));
  return {
    name,
    trials: after.length,
    cutAlone: 1 - is('writers') / was('writers'),
    cutWithMemory: 1 - is('writersWithMemory') / was('writers'),
    othersPoints: 100 * (is('others') - was('others')),
    picturesPoints: 100 * (is('pictures') - was('pictures')),
    writersLoss: is('writersLoss') - was('writersLoss'),
    picturesLoss: is('picturesLoss') - was('picturesLoss'),
    basePicturesPoints: 100 * (is('basePictures') - was('basePictures')),
    seconds: is('seconds'),
    bestEpoch: is('bestEpoch'),
  };
}

/** What the champion does, in one line above the table. */
export function describeBefore(before: readonly Reading[]): string {
  const percent = (key: keyof Reading) =>
    `${(100 * mean(before.map((reading) => reading[key]))).toFixed(2)} %`;
  return (
    `Champion: writers ${percent('writers')}, with memory ${percent('writersWithMemory')}, ` +
    `other writers ${percent('others')}, pictures ${percent('pictures')}, ` +
    `base pictures ${percent('basePictures')} wrong.`
  );
}

/** The settings as a Markdown table. */
export function settingsTable(summaries: readonly Summary[]): string {
  const head = [
    'setting',
    'writers',
    'with memory',
    'writers, nats',
    'other writers',
    'pictures',
    'pictures, nats',
    'base pictures',
    'best epoch',
    's',
  ];
  const signed = (value: number, digits: number) =>
    `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  const rows = summaries.map((one) => [
    one.name,
    `${signed(-100 * one.cutAlone, 0)} %`,
    `${signed(-100 * one.cutWithMemory, 0)} %`,
    signed(one.writersLoss, 3),
    signed(one.othersPoints, 2),
    signed(one.picturesPoints, 2),
    signed(one.picturesLoss, 4),
    signed(one.basePicturesPoints, 3),
    one.bestEpoch.toFixed(1),
    one.seconds.toFixed(0),
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
