import { networkOf } from '../common/network-of.js';

const MB = 1024 * 1024;

/** Of all requests together, and of one address. */
const MOST_BYTES = { all: 64 * MB, address: 32 * MB } as const;

/**
 * How many bytes the large bodies have that are being read or worked on: a process keeps no more of them
 * in its memory, however many come at once. Small bodies are always let in.
 */
export class BodiesInFlight {
  private readonly ofAddress = new Map<string, number>();
  private all = 0;

  constructor(private readonly most: { all: number; address: number } = MOST_BYTES) {}

  /** @returns what gives the room back, once; `undefined` when there is none */
  take(ip: string, bytes: number): (() => void) | undefined {
    const key = networkOf(ip);
    const held = this.ofAddress.get(key) ?? 0;
    if (this.all + bytes > this.most.all || held + bytes > this.most.address) return undefined;
    this.add(key, bytes);
    let isHeld = true;
    return () => {
      if (isHeld) this.add(key, -bytes);
      isHeld = false;
    };
  }

  private add(key: string, bytes: number): void {
    this.all += bytes;
    const held = (this.ofAddress.get(key) ?? 0) + bytes;
    if (held > 0) this.ofAddress.set(key, held);
    else this.ofAddress.delete(key);
  }
}
