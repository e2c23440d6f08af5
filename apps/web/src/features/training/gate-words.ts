import type { GateRule, GateRuleResult } from '@inkling/contract';

/** What each rule asks, in a few words. */
export const RULE_NAMES: Readonly<Record<GateRule, string>> = {
  'gate-set': 'No worse than the version in service',
  base: 'No worse than the base model',
  holdout: 'Better on held-out samples',
  engines: 'Both engines agree',
  classes: 'No character lost',
  groups: 'No kind of line lost',
  latency: 'Fast enough',
  calibration: 'Well calibrated',
  symbols: 'Symbols read better than by memory',
};

type Figure = GateRuleResult['figures'][string];

/** `formerErrors` becomes "former errors". */
export const figureName = (key: string): string =>
  key.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

/** As many digits as tell something. */
export function figureWords(value: Figure): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return value.toLocaleString('en');
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(2);
  return value.toPrecision(4).replace(/\.?0+$/, '');
}
