import { GLYPH_SIDE } from '@inkling/ink';
import { modelCardSchema, type ModelCard } from './card.js';
import { labelsOfNetwork } from '../labels.js';
import { isSymbol, symbolOf } from '../symbol.js';
import { readCard } from './read-card.js';

/**
 * Reads a model card and checks what its shape alone can't say.
 *
 * @param json the text of a card.json
 * @throws Error with one sentence for each thing that is wrong, and where
 */
export function parseModelCard(json: string): ModelCard {
  const card = readCard('The model card', modelCardSchema, json);
  const problems = contradictions(card);
  if (problems.length > 0) throw new Error(`The model card is not valid. ${problems.join('; ')}`);
  return card;
}

function contradictions(card: ModelCard): string[] {
  const problems: string[] = [];
  problems.push(...labelProblems(card));
  const [, height, width] = card.input.shape;
  // What packages/ink makes of a character.
  if (card.kind === 'glyph' && (height !== GLYPH_SIDE || width !== GLYPH_SIDE)) {
    problems.push(`input.shape: a glyph has ${GLYPH_SIDE} x ${GLYPH_SIDE} pixels`);
  }
  const { centres } = card;
  const numbers = centres ? card.labels.length * centres.perClass * card.embeddingSize : 0;
  if (centres && centres.values.length !== 2 * numbers) {
    problems.push(`centres.values: are not ${numbers} numbers`);
  }
  for (const { sureFrom, unlikeBelow } of [
    card.certainty,
    ...Object.values(card.certainty.tasks ?? {}),
  ]) {
    if (unlikeBelow > sureFrom) {
      problems.push(`certainty: unlikeBelow (${unlikeBelow}) is above sureFrom (${sureFrom})`);
    }
  }
  card.evaluations.forEach(({ dataset, labels: rows, confusion, perClass }, index) => {
    const fits =
      confusion.length === rows.length &&
      confusion.every((row) => row.length === rows.length) &&
      perClass.length === rows.length;
    // A short entry (a single group's figures) has neither table.
    if (!fits)
      problems.push(`evaluations.${index}: the tables of ${dataset} do not fit its labels`);
  });
  return problems;
}

/** A network has its own classes in a fixed order; a training may have given symbols one behind them. */
function labelProblems({ network, labels }: ModelCard): string[] {
  const own = labelsOfNetwork(network);
  const grown = labels.slice(own.length);
  if (own.some((label, at) => labels[at] !== label)) {
    return [`labels: are not the ${own.length} labels of the network ${network}`];
  }
  if (grown.length > 0 && network !== 'characters') {
    return [`labels: are more than the ${own.length} labels of the network ${network}`];
  }
  const odd = grown.filter(
    (label, at) => !isSymbol(label) || symbolOf(label) !== label || grown.indexOf(label) !== at,
  );
  return odd.map((label) => `labels: "${label}" is no symbol, or there twice`);
}
