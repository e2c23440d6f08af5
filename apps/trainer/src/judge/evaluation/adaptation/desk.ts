import {
  decide,
  LabelSpace,
  labelsOfTask,
  NetworkMemory,
  type ModelCard,
  type Task,
} from '@inkling/recognizer';

/** A drawing as a network has read it. */
export interface Drawing {
  /** A byte a pixel, as memory keeps it. */
  readonly glyph: Uint8Array;
  readonly logits: Float32Array;
  /** Of length 1. */
  readonly embedding: Float32Array;
  /** Index of the right class. */
  readonly label: number;
}

type Card = Pick<ModelCard, 'network' | 'temperature' | 'memory' | 'centres'>;

/** Answers and takes corrections as the API does, without its database: network and memory of one version. */
export class Desk {
  private readonly memory: NetworkMemory;
  private readonly allowed: readonly boolean[];
  private taught = 0;

  constructor(
    private readonly card: Card,
    task: Task,
    embeddingSize: number,
  ) {
    const labels = LabelSpace.ofNetwork(card.network);
    this.memory = new NetworkMemory(embeddingSize, labels);
    this.allowed = labels.mask(labelsOfTask(task));
  }

  /** @param writer whose own samples count; absent: the network alone */
  answer({ glyph, logits, embedding }: Drawing, writer?: string): number {
    const question = { glyph, logits, embedding, writerId: writer ?? null, allowed: this.allowed };
    return decide(question, this.card, writer === undefined ? undefined : this.memory).best;
  }

  /** @returns the sample, to be taken back */
  correct({ glyph, embedding }: Drawing, label: number, writer: string): string {
    const id = String(this.taught++);
    this.memory.put({
      id,
      revision: 1,
      writerId: writer,
      ownClass: label,
      sharedClass: null,
      glyph,
      embedding,
      saidAtMs: this.taught,
    });
    return id;
  }

  takeBack(sample: string): void {
    this.memory.remove(sample);
  }
}
