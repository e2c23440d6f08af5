import * as runtime from 'onnxruntime-web/wasm';
import wasmAddress from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { InkError } from '@inkling/ink';
import {
  LineTextError,
  NotAnswerableError,
  NothingReadError,
  type Engine,
} from '@inkling/recognizer';
import { DeviceDesk } from './device-desk';
import { FileStore } from './file-store';
import type { Failure, Job, Reply, Request, ResultOf } from './protocol';
import { SampleStore } from './sample-store';
import { NoAnswer } from './server';

const files = new FileStore();

let engine: Promise<Engine> | undefined;

/** One thread: more need pages that no other origin may share, and gain little on one glyph. */
function loadEngine(): Promise<Engine> {
  engine ??= files
    .asset(wasmAddress, /\.wasm$/)
    .then((wasm) => {
      runtime.env.wasm.numThreads = 1;
      runtime.env.wasm.wasmBinary = wasm.buffer as ArrayBuffer;
      return runtime as unknown as Engine;
    })
    .catch((error: unknown) => {
      engine = undefined;
      throw error;
    });
  return engine;
}

const desk = new DeviceDesk(loadEngine, files, new SampleStore());

function perform(job: Job): Promise<ResultOf[keyof ResultOf]> {
  switch (job.type) {
    case 'read':
      return desk.read(job);
    case 'readLine':
      return desk.lines.read(job);
    case 'learn':
      return desk.learn(job.answerId, job.label);
    case 'learnLine':
      return desk.lines.learn(job.answerId, job.text);
    case 'unlearn':
      return desk.unlearn(job.answerId) as Promise<undefined>;
    case 'prepare':
      return desk.prepare(job.network) as Promise<undefined>;
    case 'prepareLines':
      return desk.lines.prepare(job.task) as Promise<undefined>;
    case 'refresh':
      return desk.refresh(job.waiting) as Promise<undefined>;
    case 'forget':
      return desk.forget(job.files) as Promise<undefined>;
    case 'state':
      return desk.state();
  }
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NoAnswer) return { code: 'away', message };
  if (error instanceof InkError) return { code: 'ink', message };
  if (error instanceof LineTextError) return { code: 'text', message };
  if (error instanceof NothingReadError) return { code: error.code, message };
  if (error instanceof NotAnswerableError) return { code: error.code, message };
  return { code: 'failed', message };
}

async function answer({ id, job }: Request): Promise<Reply> {
  try {
    return { id, result: await perform(job) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void answer(data).then((reply) => postMessage(reply));
});
