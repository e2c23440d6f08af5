import type { Answering, MayAnswer, MemoryNeighbour, NetworkMemory } from '@inkling/recognizer';
import type { Recognised } from '../inference/protocol.js';
import type { ToRead } from '../serving/loaded-model.js';
import type { ServingModel } from '../serving/serving-model.js';

/** What the network says, and the memory that has a say, with what it found. */
export interface Read extends Recognised, MayAnswer {
  readonly memory?: NetworkMemory;
  readonly found?: readonly MemoryNeighbour[];
}

/**
 * The network, and memory where it is asked for.
 *
 * @param may asked in this very turn, see `answerSpace`
 */
export async function readDrawing(
  serving: ServingModel,
  toRead: ToRead,
  { writerId, memory: isAsked }: Pick<Answering, 'writerId' | 'memory'>,
  may: MayAnswer,
): Promise<Read> {
  const { model, memory, version } = serving;
  if (!isAsked) return { ...(await model.recognise(toRead)), ...may };
  const searched = { writerId, allowed: may.allowed, limit: version.card.memory.nearest };
  return { ...(await serving.remember(toRead, searched)), ...may, memory };
}
