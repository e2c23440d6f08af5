import type { GateRuleResult } from '@inkling/contract';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { classesRule } from '../gate/classes-rule.js';
import type { LineAnswer } from './line-answers.js';

const NOTHING = 'nothing';

/** No character is read significantly worse than by the champion, whatever line it stands in. */
export function charactersRule(
  characters: readonly string[],
  champion: readonly LineAnswer[],
  challenger: readonly LineAnswer[],
  significance: number,
): GateRuleResult {
  const names = [...characters, NOTHING];
  const classOf = (character: string | undefined) =>
    character === undefined ? characters.length : characters.indexOf(character);
  const labels = challenger.flatMap((answer) => answer.characters.map((c) => classOf(c.wanted)));
  const judged = (answers: readonly LineAnswer[]) => {
    const all = answers.flatMap((answer) => answer.characters);
    return {
      classes: Uint8Array.from(all, ({ read }) => classOf(read)),
      right: Uint8Array.from(all, ({ wanted, read }) => (wanted === read ? 1 : 0)),
    };
  };
  return classesRule(labels, names, judged(champion), judged(challenger), significance, {
    rule: 'classes',
    one: 'character',
    several: 'characters',
    thing: 'character',
  });
}

/** Of no group of writers or kind of line fewer are wholly right, significantly. */
export function groupsRule(
  lines: readonly LabelledLine[],
  champion: readonly LineAnswer[],
  challenger: readonly LineAnswer[],
  significance: number,
): GateRuleResult {
  const names = [...new Set(lines.map(({ group }) => group))];
  const judged = (answers: readonly LineAnswer[]) => ({
    right: Uint8Array.from(answers, ({ right }) => (right ? 1 : 0)),
  });
  return classesRule(
    lines.map(({ group }) => names.indexOf(group)),
    names,
    judged(champion),
    judged(challenger),
    significance,
    { rule: 'groups', one: 'group of lines', several: 'groups', thing: 'line' },
  );
}
