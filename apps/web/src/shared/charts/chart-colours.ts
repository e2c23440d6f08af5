/**
 * Colours of charts. Told apart also by people who see no red or green, and at least 3:1 against the
 * sheet they are drawn on; lines also carry their name at their end.
 */
export interface ChartColours {
  /** In a fixed order; use the first ones first. */
  readonly series: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly rule: string;
  readonly sheet: string;
  readonly good: string;
  readonly bad: string;
}

const LIGHT: ChartColours = {
  series: ['#23509b', '#b3541e', '#157a66', '#8a3d8f', '#7d6400', '#2f86bd', '#a8325f', '#5b6470'],
  text: '#37332d',
  muted: '#645d51',
  rule: '#e3dccd',
  sheet: '#fffdf7',
  good: '#157a66',
  bad: '#b3541e',
};

const DARK: ChartColours = {
  series: ['#8fb6f2', '#f0a36b', '#5fd0b5', '#d7a1e0', '#e3c75a', '#5cb8ea', '#f28fb1', '#b4bdca'],
  text: '#d3dae3',
  muted: '#a3aebd',
  rule: '#343f4d',
  sheet: '#1c232c',
  good: '#5fd0b5',
  bad: '#f0a36b',
};

export const chartColours = (dark: boolean): ChartColours => (dark ? DARK : LIGHT);

/**
 * A version has one colour wherever it is shown. Versions of the two networks with the same number share
 * it: lines of `characters` are dashed and its bars are pale.
 */
export function versionColour(version: number, dark: boolean): string {
  const { series } = chartColours(dark);
  return series[(Math.max(1, version) - 1) % series.length]!;
}
