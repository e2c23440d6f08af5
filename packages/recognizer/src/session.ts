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
   * @param glyphs as many values for each as the file's input has, row by row, 0..1, white ink on black; or paths of the pen
   * @throws RangeError when the length is another
   */
  run(glyphs: Float32Array, count: number): Promise<NetworkOutput>;
  /** Frees the engine's memory; the session must not be used afterwards. */
  release(): Promise<void>;
}

/** What a session takes of ONNX Runtime; `onnxruntime-node` and `onnxruntime-web` have it. */
export interface Engine {
  readonly InferenceSession: {
    create(onnx: Uint8Array, options: EngineOptions): Promise<EngineSession>;
  };
  readonly Tensor: new (
    type: 'float32',
    values: Float32Array,
    shape: readonly number[],
  ) => EngineTensor;
}

export interface EngineOptions {
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly executionMode: 'sequential';
  readonly graphOptimizationLevel: 'all';
  readonly logSeverityLevel: 3;
}

interface EngineTensor {
  readonly data: unknown;
}

interface EngineSession {
  /** Those that are tensors have a `shape`, too: numbers, and names of what is open. */
  readonly inputMetadata: readonly { readonly name: string }[];
  run(inputs: Readonly<Record<string, EngineTensor>>): Promise<Readonly<Record<string, unknown>>>;
  release(): Promise<void>;
}

/** Names of the ONNX graph's input and outputs; the same for every network. */
export const ONNX_INPUT = 'glyph';
/** What a network that reads the path of the pen has instead. */
export const ONNX_PATH = 'path';
/** What a network that reads whole lines has instead. */
export const ONNX_STRIP = 'strip';
export const ONNX_LOGITS = 'logits';
export const ONNX_EMBEDDING = 'embedding';
/** What a network that reads lines makes its logits of; files of before it have none. */
export const ONNX_FEATURES = 'features';

/**
 * How ONNX Runtime opens a model, wherever it answers or is measured: the gate must judge what serves.
 * One thread, because several sessions side by side use the cores better.
 */
export const ONNX_SESSION_OPTIONS: EngineOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
};

/** Glyphs a run: larger batches gain nothing and cost memory. */
const BATCH = 256;

/**
 * Opens an ONNX file. How large its input is says the file itself.
 *
 * @param threads within one run; more than one does not change the results' order, only their speed
 */
export async function openSession(
  engine: Engine,
  onnx: Uint8Array,
  threads = 1,
): Promise<NetworkSession> {
  const session = await engine.InferenceSession.create(onnx, {
    ...ONNX_SESSION_OPTIONS,
    intraOpNumThreads: threads,
  });
  const { name, shape } = inputOf(session);
  const values = shape.reduce((product, side) => product * side, 1);

  const runBatch = async (glyphs: Float32Array, count: number): Promise<NetworkOutput> => {
    const input = new engine.Tensor('float32', glyphs, [count, ...shape]);
    const output = await session.run({ [name]: input });
    return {
      logits: floatsOf(output, ONNX_LOGITS),
      embeddings: floatsOf(output, ONNX_EMBEDDING),
    };
  };

  return {
    async run(glyphs, count) {
      if (glyphs.length !== count * values) {
        throw new RangeError(
          `${count} glyphs are ${count * values} numbers, not ${glyphs.length}.`,
        );
      }
      if (count > 0 && count <= BATCH) return runBatch(glyphs, count);
      const parts: NetworkOutput[] = [];
      for (let from = 0; from < count; from += BATCH) {
        const to = Math.min(count, from + BATCH);
        parts.push(await runBatch(glyphs.subarray(from * values, to * values), to - from));
      }
      return {
        logits: joinFloats(parts.map(({ logits }) => logits)),
        embeddings: joinFloats(parts.map(({ embeddings }) => embeddings)),
      };
    },
    release: () => session.release(),
  };
}

/** With the shape of one glyph, without the count of glyphs before it. */
function inputOf({ inputMetadata }: EngineSession): { name: string; shape: number[] } {
  const input = inputMetadata.find(({ name }) => name === ONNX_INPUT || name === ONNX_PATH);
  // What is no tensor has no shape.
  const [, ...shape] = (input as { readonly shape?: readonly unknown[] } | undefined)?.shape ?? [];
  const isFixed = shape.every((side): side is number => typeof side === 'number');
  if (input && shape.length > 0 && isFixed) return { name: input.name, shape };
  throw new TypeError(`The model has no input "${ONNX_INPUT}" of a fixed size.`);
}

/** An output of 32-bit floats. */
export function floatsOf(output: Readonly<Record<string, unknown>>, name: string): Float32Array {
  const { data } = (output[name] ?? {}) as Partial<EngineTensor>;
  if (data instanceof Float32Array) return data;
  throw new TypeError(`The model has no output "${name}" of 32-bit floats.`);
}

/** What a run says of one of `count` glyphs; a view. */
export const rowOfBatch = (all: Float32Array, at: number, count: number): Float32Array =>
  all.subarray((at * all.length) / count, ((at + 1) * all.length) / count);

/** Values one behind the other, as `run` takes glyphs. */
export function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
