import type { Client, Correction, Prediction } from '@inkling/client';
import type { Drawing } from './drawing.js';
import type { KnownCorrection } from './kept-drawings.js';
import { isAboutId, isMissing, isRefusal } from './trouble.js';

/** What is asked of every drawing. */
export interface Asked {
  readonly task: string;
  readonly allow: readonly string[];
}

/** Has a drawing read. Under its own id where it has one, or else, where the server does not take that, under the server's. */
export async function predict(
  client: Client,
  { ink, id, answer: former, correction }: Drawing,
  {
    asked: { task, allow },
    signal,
    idRefused,
  }: {
    readonly asked: Asked;
    readonly signal: AbortSignal;
    /** The clock of this device is wrong: the server makes the id. */
    readonly idRefused: () => void;
  },
): Promise<Prediction> {
  // One that was corrected stays in the history.
  const replaces = former?.correctable === true && !correction ? former.id : undefined;
  const request = {
    ...{ task, ink },
    ...(allow.length > 0 && { allow: [...allow] }),
    ...(replaces !== undefined && { replaces }),
  };
  try {
    return await client.predict({ ...request, ...(id !== undefined && { id }) }, { signal });
  } catch (error) {
    if (id === undefined || !isAboutId(error)) throw error;
    idRefused();
    return client.predict(request, { signal });
  }
}

/**
 * Tells what a drawing is that was read before. Replaces what this pad said of it, but nothing that somebody said elsewhere
 * meanwhile: that is the drawing's correction then.
 *
 * @throws ProblemError `newer_correction`
 */
export async function correct(
  client: Client,
  drawing: Drawing,
  label: string,
): Promise<Correction> {
  const predictionId = drawing.predictionId ?? drawing.answer!.id;
  const send = async (previous: KnownCorrection | null): Promise<Correction> => {
    drawing.unanswered.add(label);
    const correction = await client.correct(predictionId, label, { previous });
    drawing.unanswered.clear();
    drawing.correction = { id: correction.id, label };
    return correction;
  };
  try {
    return await send(drawing.correction ?? null);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    drawing.unanswered.delete(label);
    const { id, label: current } = error.current ?? {};
    if (id === undefined || current === undefined) throw error;
    if (drawing.unanswered.has(current)) return send({ id, label: current });
    drawing.correction = { id, label: current };
    throw error;
  }
}

/** Takes back what was said of a drawing. */
export async function withdraw(client: Client, drawing: Drawing): Promise<void> {
  if (!drawing.correction) return;
  try {
    await client.withdraw(drawing.correction.id);
  } catch (error) {
    // It was withdrawn before, and the answer to that was lost.
    if (!isMissing(error)) throw error;
  }
  drawing.correction = undefined;
}
