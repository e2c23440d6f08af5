import { GLYPH_PIXELS } from '@inkling/ink';
import {
  decide,
  LabelSpace,
  maskedLogProbabilities,
  NetworkMemory,
  type Decision,
  type ModelCard,
  type SymbolQuestion,
} from '@inkling/recognizer';

/** Drawings as a network has read them. */
export interface ReadSigns {
  readonly names: readonly string[];
  readonly drawers: readonly string[];
  readonly logits: readonly Float32Array[];
  /** Of length 1 each. */
  readonly embeddings: readonly Float32Array[];
  /** How much each looks like a character of the network's, 0 to 1. */
  readonly likeness: readonly number[];
}

/** One of them. */
export interface ReadDrawing {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  readonly likeness: number;
}

export const drawingAt = (signs: ReadSigns, row: number): ReadDrawing => ({
  logits: signs.logits[row]!,
  embedding: signs.embeddings[row]!,
  likeness: signs.likeness[row]!,
});

export interface SymbolAnswer {
  /** Index of the symbol; -1 for a class. */
  readonly symbol: number;
  /** Index of the class; -1 for a symbol. */
  readonly classIndex: number;
  readonly probability: number;
  /** Cosine to the symbol's nearest sample; 0 for a class. */
  readonly known: number;
}

/** What is taught and what is asked never are the same drawing, which would decide outright. */
const TAUGHT_GLYPH = new Uint8Array(GLYPH_PIXELS);
const NOBODYS_GLYPH = new Uint8Array(GLYPH_PIXELS).fill(255);

const WRITER = 'writer';

/** Teaches symbols and answers as the API does, without its database. */
export class SymbolDesk {
  private readonly memory: NetworkMemory;
  private taught = 0;

  constructor(
    private readonly card: ModelCard,
    private readonly classesAnswer: boolean,
  ) {
    this.memory = new NetworkMemory(
      card.embeddingSize,
      LabelSpace.ofNetwork(card.network as 'digits' | 'characters'),
    );
  }

  /** @param own whether the samples are the asking writer's, or everybody's */
  teach(symbol: number, embedding: Float32Array, own: boolean): void {
    const label = this.memory.labels.teach(`symbol ${symbol}`);
    this.memory.put({
      id: String(this.taught++),
      revision: 1,
      writerId: own ? WRITER : 'somebody',
      ownClass: label,
      sharedClass: own ? null : label,
      glyph: TAUGHT_GLYPH,
      embedding,
      saidAtMs: 0,
    });
  }

  answer(drawing: ReadDrawing): SymbolAnswer {
    const asked = { glyph: NOBODYS_GLYPH, writerId: WRITER, allowed: this.allowed() };
    return this.told(decide({ ...drawing, ...asked }, this.card, this.memory));
  }

  /** What symbols are scored by. */
  question({ logits, embedding, likeness }: ReadDrawing): SymbolQuestion {
    const allowed = this.allowed();
    const classes = this.card.labels.flatMap((_, at) => (allowed[at] ? [at] : []));
    const logProbabilities = maskedLogProbabilities(logits, this.card.temperature, classes);
    const found = this.memory
      .nearest(WRITER, embedding, this.card.memory.nearest, allowed)
      .map(({ classIndex, similarity, own }) => ({ classIndex, similarity, own }));
    return { logProbabilities, embedding, likeness, allowed, found };
  }

  private allowed(): boolean[] {
    const { labels } = this.memory;
    return labels.labels.map((_, at) => this.classesAnswer || !labels.isClass(at));
  }

  private told({ best, probabilities, known }: Decision): SymbolAnswer {
    const { labels } = this.memory;
    const isClass = labels.isClass(best);
    return {
      symbol: isClass ? -1 : Number(labels.labelAt(best).split(' ')[1]),
      classIndex: isClass ? best : -1,
      probability: probabilities[best]!,
      known: isClass ? 0 : known,
    };
  }
}
