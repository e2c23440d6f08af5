import type { Drawing } from './drawing.js';

/** Something that the server is still to be told. */
export type Unsent =
  | { readonly kind: 'correct'; readonly drawing: Drawing; readonly label: string }
  | { readonly kind: 'withdraw'; readonly drawing: Drawing };

/** What the server is still to be told, in the order in which it was said. */
export class Outbox {
  private readonly items: Unsent[] = [];
  private onItsWay: Unsent | undefined;

  get size(): number {
    return this.items.length;
  }

  get first(): Unsent | undefined {
    return this.items[0];
  }

  add(item: Unsent): void {
    this.items.push(item);
  }

  /** What was said before all else is sent before it, too; what is on its way stays the first. */
  addBefore(items: readonly Unsent[]): void {
    this.items.splice(this.onItsWay ? 1 : 0, 0, ...items);
  }

  /** Takes the label of a drawing back that waits and is not on its way. @returns whether there was one */
  takeBack(drawing: Drawing): boolean {
    const at = this.items.findIndex(
      (item) => item.kind === 'correct' && item.drawing === drawing && item !== this.onItsWay,
    );
    if (at >= 0) this.items.splice(at, 1);
    return at >= 0;
  }

  has(drawing: Drawing): boolean {
    return this.items.some((item) => item.drawing === drawing);
  }

  /** Whether something of a drawing waits that is not on its way. */
  hasWaiting(drawing: Drawing): boolean {
    return this.items.some((item) => item.drawing === drawing && item !== this.onItsWay);
  }

  /** Sends the first item, which is gone once that went well. */
  async sendFirst(send: (item: Unsent) => Promise<void>): Promise<void> {
    const [item] = this.items;
    if (!item) return;
    this.onItsWay = item;
    try {
      await send(item);
    } finally {
      this.onItsWay = undefined;
    }
    this.items.shift();
  }

  /** It is not to be sent. */
  drop(item: Unsent): void {
    const at = this.items.indexOf(item);
    if (at >= 0) this.items.splice(at, 1);
  }
}
