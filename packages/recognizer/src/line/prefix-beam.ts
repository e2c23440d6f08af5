import { bestClass } from '../metrics.js';
import { logAdd } from './log-add.js';
import type { Constraint } from './constraint.js';
import type { Language, LanguageSay } from './language.js';

/** What a sequence network says, step by step along a line. */
export interface SequenceReading {
  /** `[steps, characters.length + 1]`, natural logarithms; the last of each step is CTC's blank. */
  readonly logProbabilities: Float32Array;
  readonly steps: number;
  /** The classes before the blank. */
  readonly characters: readonly string[];
}

export interface DecodedText {
  readonly text: string;
  /** Of all ways to write the text along the line, found ones; natural logarithm, at most 0. */
  readonly logProbability: number;
  /** What it was ranked by: the same, and where a language model has a say, with that. */
  readonly score: number;
}

export interface DecodeOptions {
  /** Which texts may be answered; absent: all. */
  readonly constraint?: Constraint;
  /** Prefixes that are kept from step to step. @defaultValue 24 */
  readonly width?: number;
  /** Answers wanted at most. @defaultValue 5 */
  readonly top?: number;
  /** Without a constraint, a class so much less probable at a step than the best one, in nats, is not tried. @defaultValue -9 */
  readonly least?: number;
  readonly language?: LanguageSay | undefined;
}

/**
 * With a language model, what stays so far behind the best prefix even if the model liked it as much as it can is not
 * tried, in nats. Of 800 validation words hardly one is read otherwise than without a limit, in a tenth of the time.
 */
const FARTHEST_BEHIND = 7;

/** Where the best ones may not be allowed, others are tried that are so much less probable, in nats. */
const LEAST_ALLOWED = -20;

const ANY: Constraint<true> = { start: true, next: () => true, mayEnd: () => true };

/** A text so far. Its probability is kept apart by whether the last step was blank: only then may a character repeat. */
interface Prefix {
  readonly parent: Prefix | undefined;
  readonly character: number;
  readonly name: string;
  readonly state: unknown;
  /** What follows it for the language model; found when it is first lengthened, which most never are. */
  language: unknown;
  /** What the language model adds to it, so far. */
  readonly bias: number;
  children: Map<number, Prefix | undefined> | undefined;
  blank: number;
  other: number;
  nextBlank: number;
  nextOther: number;
  /** Both together, with the bias. */
  rank: number;
  /** The step in which it was last among those to be kept. */
  touched: number;
}

/**
 * The most probable texts of a line: prefix beam search over CTC's output (Graves 2006; Hannun et al.
 * "First-pass large vocabulary continuous speech recognition", 2014), only along what the constraint allows.
 *
 * @returns best first; none where no text that is allowed fits into the steps
 * @throws RangeError when the numbers don't fit the steps and characters
 */
export function decodeSequence(
  { logProbabilities, steps, characters }: SequenceReading,
  { constraint = ANY, width = 24, top = 5, least = -9, language }: DecodeOptions = {},
): DecodedText[] {
  const classes = characters.length + 1;
  const blank = characters.length;
  if (logProbabilities.length !== steps * classes) {
    throw new RangeError(
      `expected ${steps} x ${classes} log probabilities, got ${logProbabilities.length}`,
    );
  }
  const first = newPrefix(undefined, -1, '', constraint.start, 0);
  Object.assign(first, { blank: 0, rank: 0, language: language?.model.start });
  let kept: Prefix[] = [first];
  for (let step = 0; step < steps; step++) {
    const row = logProbabilities.subarray(step * classes, (step + 1) * classes);
    const best = row[bestClass(row)]!;
    const tried = likelyCharacters(row, blank, best + (constraint === ANY ? least : LEAST_ALLOWED));
    // Only a language model makes longer prefixes better than the network does.
    const reach = language ? best + kept[0]!.rank - FARTHEST_BEHIND : -Infinity;
    const touched: Prefix[] = [];
    const touch = (prefix: Prefix): Prefix => {
      if (prefix.touched !== step) {
        prefix.touched = step;
        prefix.nextBlank = prefix.nextOther = -Infinity;
        touched.push(prefix);
      }
      return prefix;
    };
    for (const prefix of kept) {
      const total = logAdd(prefix.blank, prefix.other);
      const same = touch(prefix);
      same.nextBlank = logAdd(same.nextBlank, total + row[blank]!);
      if (prefix.character >= 0) {
        same.nextOther = logAdd(same.nextOther, prefix.other + row[prefix.character]!);
      }
      const most = total + prefix.bias + (language?.bonus ?? 0);
      for (const character of tried) {
        if (most + row[character]! < reach) continue;
        const from = character === prefix.character ? prefix.blank : total;
        if (from === -Infinity) continue;
        const longer = lengthen(prefix, character, characters[character]!, constraint, language);
        if (!longer) continue;
        touch(longer).nextOther = logAdd(longer.nextOther, from + row[character]!);
      }
    }
    for (const prefix of touched) {
      prefix.blank = prefix.nextBlank;
      prefix.other = prefix.nextOther;
      prefix.rank = totalOf(prefix) + prefix.bias;
    }
    kept = bestPrefixes(touched, width);
  }
  return kept
    .filter(({ state }) => constraint.mayEnd(state))
    .map((prefix) => ({ prefix, score: prefix.rank + endOf(prefix, language) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top)
    .map(({ prefix, score }) => ({
      text: textOf(prefix, characters),
      logProbability: Math.min(0, totalOf(prefix)),
      score,
    }));
}

const endOf = (prefix: Prefix, language: LanguageSay | undefined): number =>
  language ? language.weight * language.model.logEnd(stateOf(prefix, language.model)) : 0;

const totalOf = ({ blank, other }: Prefix): number => logAdd(blank, other);

function newPrefix(
  parent: Prefix | undefined,
  character: number,
  name: string,
  state: unknown,
  bias: number,
): Prefix {
  const nothing = -Infinity;
  return {
    parent,
    character,
    name,
    state,
    language: undefined,
    bias,
    children: undefined,
    blank: nothing,
    other: nothing,
    nextBlank: nothing,
    nextOther: nothing,
    rank: nothing,
    touched: -1,
  };
}

/** One object for each text, however it is come by; `undefined` where the constraint forbids it. */
function lengthen(
  prefix: Prefix,
  character: number,
  name: string,
  constraint: Constraint,
  language: LanguageSay | undefined,
): Prefix | undefined {
  const children = (prefix.children ??= new Map());
  if (children.has(character)) return children.get(character);
  const state = constraint.next(prefix.state, name);
  const child = state === undefined ? undefined : saidOn(prefix, character, name, state, language);
  children.set(character, child);
  return child;
}

function saidOn(
  prefix: Prefix,
  character: number,
  name: string,
  state: unknown,
  language: LanguageSay | undefined,
): Prefix {
  if (!language) return newPrefix(prefix, character, name, state, 0);
  const { model, weight, bonus } = language;
  const logProbability = model.logProbability(stateOf(prefix, model), name);
  const bias = prefix.bias + weight * logProbability + bonus;
  return newPrefix(prefix, character, name, state, bias);
}

const stateOf = (prefix: Prefix, model: Language): unknown =>
  (prefix.language ??= model.next(stateOf(prefix.parent!, model), prefix.name));

/** Best first, of equal ones the one that came first; of hundreds most are behind the last of those at once. */
function bestPrefixes(prefixes: readonly Prefix[], width: number): Prefix[] {
  const best: Prefix[] = [];
  for (const prefix of prefixes) {
    if (best.length === width && !(prefix.rank > best[width - 1]!.rank)) {
      forget(prefix);
      continue;
    }
    if (prefix.rank === -Infinity) continue;
    if (best.length === width) forget(best.pop()!);
    let at = best.length;
    while (at > 0 && best[at - 1]!.rank < prefix.rank) at--;
    best.splice(at, 0, prefix);
  }
  return best;
}

/** What was left behind and comes again begins anew. */
function forget(prefix: Prefix): void {
  prefix.blank = prefix.other = prefix.rank = -Infinity;
}

function likelyCharacters(row: Float32Array, blank: number, least: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < blank; at++) if (row[at]! >= least) found.push(at);
  return found;
}

function textOf(prefix: Prefix, characters: readonly string[]): string {
  const text: string[] = [];
  for (let at: Prefix | undefined = prefix; at && at.character >= 0; at = at.parent) {
    text.push(characters[at.character]!);
  }
  return text.reverse().join('');
}
