import { EmbeddingTable } from '../memory/embedding-table.js';

/**
 * Samples of one class that are at least this similar to the first of their cluster look alike. Tighter,
 * and most letters stand alone; looser, and wrong labels come among right ones (`npm run tune:suspicion`).
 */
export const LOOK_ALIKE = 0.85;

/**
 * Look-alikes of one class, by leaders: a sample joins the cluster whose first sample is nearest, if that
 * is near enough, and else begins one. So a cluster never drifts away from what began it.
 */
export class Clusters {
  private readonly leaders: EmbeddingTable<{ readonly id: string }>;

  constructor(
    embeddingSize: number,
    private readonly classes: number,
    private readonly lookAlike = LOOK_ALIKE,
  ) {
    this.leaders = new EmbeddingTable(embeddingSize);
  }

  /** A cluster that is there already. @param embedding of length 1 */
  add(clusterId: string, classIndex: number, embedding: Float32Array): void {
    this.leaders.set({ id: clusterId }, embedding, classIndex);
  }

  /**
   * The cluster of a sample.
   *
   * @param embedding of length 1
   * @param newId of the cluster that it begins if it is like no other
   */
  place(classIndex: number, embedding: Float32Array, newId: string): string {
    const ofClass = Array.from({ length: this.classes }, (_, index) => index === classIndex);
    const [nearest] = this.leaders.nearest(embedding, 1, ofClass);
    if (nearest && nearest.similarity >= this.lookAlike) return nearest.item.id;
    this.add(newId, classIndex, embedding);
    return newId;
  }
}
