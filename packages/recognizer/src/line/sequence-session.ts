import {
  ONNX_FEATURES,
  ONNX_LOGITS,
  ONNX_SESSION_OPTIONS,
  ONNX_STRIP,
  floatsOf,
  type Engine,
} from '../session.js';
import { STRIP_HEIGHT, type Strip } from '@inkling/ink';

/** Strips become wider by nothing until they have whole steps. */
export const STRIP_PIXELS_A_STEP = 4;

/** What a network says along a strip, a step for each 4 pixels. */
export interface SequenceOutput {
  /** `[steps, classes]`, before temperature and softmax, CTC's blank last. */
  readonly logits: Float32Array;
  readonly steps: number;
  /** `[steps, size]`: of which the last layer makes the logits; files of before have none. */
  readonly features?: Float32Array;
}

/** A loaded version of a network that reads lines. */
export interface SequenceSession {
  run(strip: Strip): Promise<SequenceOutput>;
  /** Frees the engine's memory; the session must not be used afterwards. */
  release(): Promise<void>;
}

/** Opens an ONNX file that reads strips. */
export async function openSequenceSession(
  engine: Engine,
  onnx: Uint8Array,
): Promise<SequenceSession> {
  const session = await engine.InferenceSession.create(onnx, ONNX_SESSION_OPTIONS);
  return {
    async run(strip) {
      const { values, width } = wholeSteps(strip);
      const input = new engine.Tensor('float32', values, [1, 1, STRIP_HEIGHT, width]);
      const output = await session.run({ [ONNX_STRIP]: input });
      return {
        logits: floatsOf(output, ONNX_LOGITS),
        steps: width / STRIP_PIXELS_A_STEP,
        ...(ONNX_FEATURES in output && { features: floatsOf(output, ONNX_FEATURES) }),
      };
    },
    release: () => session.release(),
  };
}

function wholeSteps({ values, width }: Strip): Strip {
  const whole = Math.ceil(width / STRIP_PIXELS_A_STEP) * STRIP_PIXELS_A_STEP;
  if (whole === width) return { values, width };
  const padded = new Float32Array(STRIP_HEIGHT * whole);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    padded.set(values.subarray(row * width, (row + 1) * width), row * whole);
  }
  return { values: padded, width: whole };
}
