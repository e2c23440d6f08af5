/** What one pass through a network gives, row by row for each glyph. */
export interface NetworkOutput {
  /** `[count, classes]`, before temperature and softmax. */
  readonly logits: Float32Array;
  /** `[count, embeddingSize]`, not normalised. */
  readonly embeddings: Float32Array;
}

/** A loaded model version, whatever the engine. */
export interface NetworkSession {
  /**
   * @param glyphs `[count, 28, 28]`, 0..1, white ink on black
   * @throws RangeError when the length is not `count * 784`
   */
  run(glyphs: Float32Array, count: number): Promise<NetworkOutput>;
  /** Frees the engine's memory; the session must not be used afterwards. */
  release(): Promise<void>;
}

/** Names of the ONNX graph's input and outputs; the same for every network. */
export const ONNX_INPUT = 'glyph';
export const ONNX_LOGITS = 'logits';
export const ONNX_EMBEDDING = 'embedding';
/** The input's layout: one channel, so that it reads the same as NHWC. */
export const onnxInputShape = (count: number): readonly number[] => [count, 1, 28, 28];

/**
 * How ONNX Runtime opens a model, wherever it answers or is measured: the gate must judge what serves.
 * One thread, because several sessions side by side use the cores better.
 */
export const ONNX_SESSION_OPTIONS = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
} as const;
