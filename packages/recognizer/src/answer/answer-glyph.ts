import type { ModelCard } from '../card/card.js';
import type { Task } from '../labels.js';
import { likenessForTask, type Likeness } from '../likeness/kinds.js';
import type { KindPrior } from '../likeness/prior.js';
import { decide, type Decision } from '../memory/decide.js';
import type { MemoryNeighbour } from '../memory/memory-sample.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import type { MayAnswer } from './answer-space.js';
import { conclude, type Conclusion } from './conclude.js';
import type { SeenGlyph } from './see-glyph.js';

/** A glyph as the networks saw it, and what may be answered to whom. */
export interface GlyphQuestion extends Pick<SeenGlyph, 'logits' | 'embedding'>, MayAnswer {
  readonly task: Task;
  /** One byte a pixel, 255 is ink. */
  readonly glyph: Uint8Array;
  readonly writerId: string | null;
  /** Absent where no likeness network is loaded. */
  readonly likeness: Likeness | undefined;
  /** Absent where what the writer drew lately has no say. */
  readonly prior: KindPrior | undefined;
  /** What memory found already; absent: it is searched. */
  readonly found?: readonly MemoryNeighbour[] | undefined;
}

/** What a person is answered, and how that came. */
export interface GlyphAnswer extends Conclusion {
  readonly decision: Decision;
  /** Memory: the label differs from what the network alone says. */
  readonly decidedBy: 'model' | 'memory';
}

/**
 * From what the networks saw to the answer.
 *
 * @param memory `undefined`: the network alone answers
 */
export function answerGlyph(
  question: GlyphQuestion,
  card: ModelCard,
  memory: NetworkMemory | undefined,
): GlyphAnswer {
  const { task, labels, allowed, likeness, prior } = question;
  const asked = { ...question, likeness: likeness && likenessForTask(likeness, task) };
  const decision = decide(asked, card, memory);
  const decidedBy = decision.best === decision.bestOfNetwork ? 'model' : 'memory';
  const conclusion = conclude({ decision, card, task, labels, allowed, likeness, prior });
  return { ...conclusion, decision, decidedBy };
}
