import type { Comparison, ComparisonTable, SampleComparison } from '@inkling/contract';
import { LINES_NETWORK } from '@inkling/recognizer';
import { counted } from '../../shared/words';
import { hundredths, points } from './differences';

/** What figures rest on, as a choice is named. */
export function sourceName({ source, dataset, task }: ComparisonTable): string {
  if (source === 'unlearnt') return 'Approved samples not trained on';
  if (source === 'approved') return 'All approved samples';
  return task === 'digits' || task === 'letters' ? `${dataset}, ${task}` : dataset;
}

/** Where a table's figures come from, and what to think of them. */
export function sourceWords({ source, dataset, samples }: ComparisonTable): string {
  const glyphs = counted(samples, 'glyph');
  if (source === 'unlearnt') {
    return `${glyphs}: approved samples of this installation that neither version was trained on, each read without memory.`;
  }
  if (source === 'approved') {
    return `${glyphs}: approved samples of this installation, also those that one version was trained on, which inflates its score.`;
  }
  return /^gate/i.test(dataset)
    ? `${glyphs} of the gate set, which no network is trained on; from both cards.`
    : `${glyphs} of ${dataset}; from both cards.`;
}

/** The most telling table: what nobody has learned from, of all classes, and more glyphs of it first. */
export function bestTable(tables: readonly ComparisonTable[]): ComparisonTable | undefined {
  const rank = (table: ComparisonTable): number =>
    table.source === 'card' && isGateSet(table) ? 0 : table.source === 'unlearnt' ? 1 : 2;
  return [...tables].sort(
    (one, other) => rank(one) - rank(other) || other.samples - one.samples,
  )[0];
}

/** Who reads what the other does not, and whether that may be chance. */
export function verdictWords({ a, b }: Comparison, pictures: SampleComparison): string {
  const { onlyA, onlyB, unlearnt } = pictures;
  const [gained, lost] = [onlyB.unlearnt, onlyA.unlearnt];
  if (unlearnt === 0) return 'Each approved sample was trained on by one of the two.';
  const of = `Of ${counted(unlearnt, 'approved sample')} that neither was trained on, `;
  if (gained + lost === 0) return `${of}both read the same ones correctly.`;
  const said = `version ${b.version} is correct on ${gained} where version ${a.version} is wrong, and wrong on ${lost} where it is correct.`;
  const chance =
    pictures.chance < 0.05
      ? ` That is more than chance (p ${pictures.chance < 0.001 ? '< 0.001' : `= ${pictures.chance.toFixed(3)}`}).`
      : ` That may be chance (p = ${pictures.chance.toFixed(2)}).`;
  return of + said + chance;
}

/** What the gate set says of the two, where both cards tell it. */
export function gateWords({ network, a, b, tables }: Comparison): string {
  // Lines have a table of all of it.
  if (network === LINES_NETWORK) return '';
  const table = bestTable(tables);
  if (table?.source !== 'card' || !isGateSet(table)) return '';
  const share = (value: number): string => `${hundredths(value)}%`;
  return (
    `Of ${counted(table.samples, 'glyph')} of the gate set version ${a.version} reads ${share(table.a.top1)} correctly, ` +
    `version ${b.version} ${share(table.b.top1)} (${points(table.b.top1 - table.a.top1)} points).`
  );
}

const isGateSet = ({ dataset }: ComparisonTable): boolean => /^gate/i.test(dataset);

/** What was left out of the newest samples. */
export function limitWords({ approved, limit }: Comparison): string {
  return approved > limit
    ? `The newest ${limit.toLocaleString('en')} of ${approved.toLocaleString('en')} approved samples are read.`
    : '';
}
