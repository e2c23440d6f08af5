import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import type { Random } from '../../random.js';

/** Labels as somebody careless would give them: this share is wrong, and any other class as likely. */
export function withWrongLabels(
  set: LabelledGlyphs,
  share: number,
  classes: number,
  random: Random,
): LabelledGlyphs {
  const labels = set.labels.map((label) => {
    if (random.next() >= share) return label;
    return (label + 1 + random.integer(classes - 1)) % classes;
  });
  return { ...set, labels };
}

/** Labels as somebody mistaken would give them: every glyph of one class called another. */
export function withFlippedLabels(set: LabelledGlyphs, from: number, to: number): LabelledGlyphs {
  return { ...set, labels: set.labels.map((label) => (label === from ? to : label)) };
}
