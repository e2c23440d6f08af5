// Postgres is stopped (SIGSTOP) for 20 s while somebody draws and corrects; then the API is killed (-9), then
// Postgres. What is measured is how long people wait for an answer, and how long it takes until all works again: that
// is compared with the start of all of it on the same machine.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { drawingsFor } from '../lib/drawings.mjs';
import { send, signIn } from '../lib/load.mjs';
import { startProduct } from '../lib/product.mjs';

export const name = 'away';

const STOPPED_MS = 20_000;
const PAUSE_MS = 250;
const GIVE_UP_MS = 120_000;

const ANSWERED_WITHIN_MS = 3000;
const LIVE_WITHIN_MS = 200;
const GOES_ON_WITHIN_MS = 3000;

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

const atMost = (figure, measuredMs, wantedMs) => ({
  figure,
  wanted: `<= ${seconds(wantedMs)}`,
  measured: seconds(measuredMs),
  holds: measuredMs <= wantedMs,
});

const all = (figure, count, of) => ({
  figure,
  wanted: `${of} of ${of}`,
  measured: `${count} of ${of}`,
  holds: count === of,
});

/** One who draws and corrects, and notes how long each answer took. */
async function writerAt(address) {
  const cookie = await signIn(address);
  const headers = { 'content-type': 'application/json', origin: address, cookie };
  const { ink } = await drawingsFor('digits');
  let turn = 0;
  const timed = async (method, path, body) => {
    const began = performance.now();
    const answer = await send(undefined, address + path, { method, headers, body }).catch(
      (error) => ({ status: 0, text: String(error), headers: {} }),
    );
    const json = answer.text.startsWith('{') ? JSON.parse(answer.text) : undefined;
    return { ...answer, json, ms: performance.now() - began };
  };
  return {
    predict: () => timed('POST', '/api/predictions', ink[turn++ % ink.length]),
    correct: (predictionId) =>
      timed('POST', '/api/corrections', JSON.stringify({ predictionId, label: '7' })),
    look: (which) => timed('GET', `/api/health/${which}`),
    history: () => timed('GET', '/api/predictions?limit=100'),
  };
}

/** How long it takes until something holds. */
async function until(holds) {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > GIVE_UP_MS) break;
    await wait(20);
  }
  return performance.now() - began;
}

/** Asks all the while, several at once as people do, and gives every answer. */
async function askWhileStopped(writer, predictionId) {
  const answers = { predictions: [], corrections: [], lives: [], readies: [] };
  const asked = [];
  const note = async (list, answer) => answers[list].push(await answer);
  const end = performance.now() + STOPPED_MS;
  while (performance.now() < end) {
    asked.push(
      note('predictions', writer.predict()),
      note('corrections', writer.correct(predictionId)),
      note('lives', writer.look('live')),
      note('readies', writer.look('ready')),
    );
    await wait(PAUSE_MS);
  }
  await Promise.all(asked);
  return answers;
}

const longest = (answers) => Math.max(...answers.map(({ ms }) => ms));
const count = (answers, holds) => answers.filter(holds).length;

async function measureStopped(product, writer, predictionId) {
  const processes = await product.allOfPostgres();
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  let answers;
  try {
    answers = await askWhileStopped(writer, predictionId);
  } finally {
    for (const pid of processes) process.kill(pid, 'SIGCONT');
  }
  const goesOn = await until(async () => (await writer.correct(predictionId)).status === 201);
  const { predictions, corrections, lives, readies } = answers;
  const isUnrecorded = ({ status, json }) => status === 201 && json.recorded === false;
  const isRefused = ({ status, headers }) => status === 503 && headers['retry-after'] !== undefined;
  return [
    all(
      'Postgres stopped: drawings are read, unrecorded',
      count(predictions, isUnrecorded),
      predictions.length,
    ),
    atMost(
      'Postgres stopped: the longest wait for an answer',
      longest(predictions),
      ANSWERED_WITHIN_MS,
    ),
    all(
      'Postgres stopped: corrections are 503 with Retry-After',
      count(corrections, isRefused),
      corrections.length,
    ),
    atMost('Postgres stopped: the longest wait for that', longest(corrections), ANSWERED_WITHIN_MS),
    all(
      'Postgres stopped: ready is 503',
      count(readies, ({ status }) => status === 503),
      readies.length,
    ),
    atMost('Postgres stopped: the longest wait for live', longest(lives), LIVE_WITHIN_MS),
    atMost('Postgres goes on: until a correction is kept', goesOn, GOES_ON_WITHIN_MS),
  ];
}

async function measureKilled(product, writer, part, pid) {
  const kept = [];
  const works = async () => {
    const { status, json } = await writer.predict();
    if (status !== 201 || !json.recorded) return false;
    if ((await writer.correct(json.id)).status !== 201) return false;
    kept.push(json.id);
    return true;
  };
  await works();
  process.kill(pid, 'SIGKILL');
  // What is answered before it is noticed is no sign of a restart.
  await until(async () => !(await works()));
  const back = await until(works);
  const { json } = await writer.history();
  const corrected = new Set(
    json.items.filter(({ correction }) => correction !== null).map(({ id }) => id),
  );
  return [
    atMost(`${part} killed (-9): until a correction is kept again`, back, product.tookMs),
    all(
      `${part} killed (-9): corrections answered and kept`,
      kept.filter((id) => corrected.has(id)).length,
      kept.length,
    ),
  ];
}

export async function run({ root }) {
  const product = await startProduct(root);
  try {
    const writer = await writerAt(product.address);
    const { json } = await writer.predict();
    await writer.correct(json.id);
    return [
      ...(await measureStopped(product, writer, json.id)),
      ...(await measureKilled(product, writer, 'API', await product.api())),
      ...(await measureKilled(product, writer, 'Postgres', await product.postgres())),
    ];
  } finally {
    await product.stop();
  }
}
