// Two years of an installation that never was: who drew what when, how it was read, and what they said of it.
// Skewed as life is: a few people draw most, evenings are busier than mornings, networks get better, people
// correct wrong answers far more often than they confirm right ones, and some of what they say is wrong.
import { labelsOfTask } from '@inkling/recognizer';
import { drawingsByLabel } from './drawings.mjs';
import { randomOf } from './random.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
export const SEED_DAYS = 730;

/** Share of answers that a version gets wrong, oldest first. */
const ERRORS = {
  digits: [0.045, 0.036, 0.029, 0.031, 0.021, 0.014],
  characters: [0.15, 0.12, 0.1, 0.085],
};
const MILLISECONDS = { digits: 5.5, characters: 13 };
const LOOK_ALIKES = {
  ...{
    0: 'OD6',
    1: '7IL',
    2: 'Z3',
    3: '85',
    4: '9A',
    5: 'S6',
    6: '0b5',
    7: '1T',
    8: '3B',
    9: '4g',
  },
  ...{
    O: '0D',
    I: '1L',
    L: '1I',
    S: '5',
    Z: '2',
    B: '8',
    D: '0O',
    U: 'V',
    V: 'U',
    G: '6C',
    T: '7',
  },
};
const NAMES =
  'Anna Ben Clara David Emil Frida Greta Hugo Ida Jonas Karla Leo Mia Noah Olga Paul Quin Rosa Sami Tara Udo Vera Willi Xenia Yusuf Zoe'.split(
    ' ',
  );

const DRAWN_A_SESSION = 20;
const VISITORS = 0.04;
const BY_MEMORY = 0.05;
const CORRECTED_OF_WRONG = 0.4;
const CONFIRMED_OF_RIGHT = 0.012;
/** What people say is now and then not so. */
const SAID_WRONG = 0.01;
const REVIEWED_AFTER_DAYS = 20;

/** Versions of both networks with the days that they were in service. */
export function seedVersions(endMs) {
  return Object.entries(ERRORS).flatMap(([network, errors]) =>
    errors.map((error, at) => {
      const begin = (index) =>
        endMs - (SEED_DAYS * (errors.length - index) * DAY_MS) / errors.length;
      const isLast = at === errors.length - 1;
      return {
        ...{ network, version: at + 1, error },
        fromMs: begin(at),
        toMs: isLast ? null : begin(at + 1),
      };
    }),
  );
}

/** Every fifth has an account and a name, the others are guests. */
export function seedWriters(random, count, endMs) {
  return Array.from({ length: count }, (_, index) => {
    const startMs = endMs - random.next() ** 0.7 * SEED_DAYS * DAY_MS;
    const lastsMs = (index < 12 ? 1 : random.next()) * (endMs - startMs);
    const isGuest = index % 5 !== 0;
    const name = isGuest ? 'Guest' : `${NAMES[index % NAMES.length]} ${index + 1}`;
    return {
      ...{
        index,
        isGuest,
        name,
        startMs,
        endMs: startMs + lastsMs,
        weight: 1 / (index + 3) ** 0.9,
      },
      id: random.id(startMs),
    };
  });
}

/**
 * Predictions in order of time, with what was said of them.
 *
 * @param {{ predictions: number, writers: readonly any[], endMs: number, seed: number }} options
 * @yields {{ id: string, atMs: number, writer: any, network: string, version: number, drawing: number,
 *   label: string, probability: number, byMemory: boolean, bySample: string | null, totalMs: number,
 *   said: null | { sampleId: string, correctionId: string, label: string, reviewerLabel: string | null,
 *     status: string, atMs: number } }}
 */
export function* seedHistory({ predictions, writers, endMs, seed }) {
  const random = randomOf(seed + 1);
  const versions = seedVersions(endMs);
  const perDay = predictions / SEED_DAYS;
  /** Newest sample of a writer and label. */
  const samples = new Map();
  let [made, wanted] = [0, 0];
  for (let day = 0; day < SEED_DAYS && made < predictions; day++) {
    const dayMs = endMs - (SEED_DAYS - day) * DAY_MS;
    const isLast = day === SEED_DAYS - 1;
    // Twice as many in the end as in the beginning, and fewer at weekends.
    const weekend = [0, 6].includes(new Date(dayMs).getUTCDay()) ? 0.5 : 1.2;
    wanted += perDay * (0.67 + (0.67 * day) / SEED_DAYS) * weekend;
    const present = writers.filter(
      (writer) => writer.startMs <= dayMs + DAY_MS && writer.endMs >= dayMs,
    );
    const drawn = [];
    while (made + drawn.length < (isLast ? predictions : wanted)) {
      drawn.push(...session(random, dayMs, present, endMs));
    }
    drawn.sort((a, b) => a.atMs - b.atMs);
    for (const { atMs, writer, network } of drawn.slice(0, predictions - made)) {
      yield read(random, { atMs, writer, network, versions, samples, endMs });
      made++;
    }
  }
}

function session(random, dayMs, present, endMs) {
  const isVisitor = present.length === 0 || random.chance(VISITORS);
  const writer = isVisitor ? null : present[random.weighted(present.map(({ weight }) => weight))];
  const hour = Math.min(23.5, Math.max(6, 15 + 4 * random.normal()));
  const network = random.chance(0.6) ? 'digits' : 'characters';
  const count = 1 + Math.floor(-Math.log(1 - random.next()) * DRAWN_A_SESSION);
  let atMs = dayMs + hour * 60 * 60 * 1000;
  return Array.from({ length: count }, () => {
    atMs += 2000 + random.next() * 12_000;
    return { atMs: Math.min(atMs, endMs - 1), writer, network };
  });
}

function read(random, { atMs, writer, network, versions, samples, endMs }) {
  const { version, error } = versions.find(
    (one) => one.network === network && one.fromMs <= atMs && (one.toMs ?? Infinity) > atMs,
  );
  const labels = labelsOfTask(network);
  // Low digits and frequent letters come up more often.
  const truth = labels[Math.floor(random.next() ** 1.3 * labels.length)];
  const remembered = writer && samples.get(`${writer.index} ${truth}`);
  const byMemory = remembered !== undefined && remembered !== null && random.chance(BY_MEMORY);
  const isWrong = random.chance(byMemory ? 0.04 : error);
  const label = isWrong ? mistaken(random, truth, labels) : truth;
  const probability = isWrong
    ? 0.35 + 0.6 * random.next() ** 1.2
    : 1 - 0.55 * random.next() ** (5 + version);
  const id = random.id(atMs);
  const said = writer ? sayOf(random, { atMs, truth, label, isWrong, labels, endMs }) : null;
  if (said) samples.set(`${writer.index} ${said.label}`, said.sampleId);
  return {
    ...{ id, atMs, writer, network, version, label, probability, byMemory, said },
    drawing: random.pick(drawingsByLabel.get(truth)).index,
    bySample: byMemory ? remembered : null,
    totalMs:
      MILLISECONDS[network] * Math.exp(0.35 * random.normal()) * (random.chance(0.01) ? 6 : 1),
  };
}

function mistaken(random, truth, labels) {
  const alike = [...(LOOK_ALIKES[truth] ?? '')].filter((label) => labels.includes(label));
  if (alike.length > 0 && random.chance(0.75)) return random.pick(alike);
  return random.pick(labels.filter((label) => label !== truth));
}

function sayOf(random, { atMs, truth, label, isWrong, labels, endMs }) {
  if (!random.chance(isWrong ? CORRECTED_OF_WRONG : CONFIRMED_OF_RIGHT)) return null;
  const isSaidWrong = random.chance(SAID_WRONG);
  const spoken = isSaidWrong ? mistaken(random, truth, labels) : isWrong ? truth : label;
  const isReviewed = atMs < endMs - REVIEWED_AFTER_DAYS * DAY_MS || random.chance(0.2);
  const status = !isReviewed
    ? 'pending'
    : isSaidWrong || random.chance(0.04)
      ? 'rejected'
      : 'approved';
  const isRelabelled = status === 'approved' && random.chance(0.01);
  return {
    ...{ sampleId: random.id(atMs + 3000), correctionId: random.id(atMs + 3000) },
    ...{ label: spoken, status, atMs: atMs + 3000 },
    reviewerLabel: isRelabelled ? mistaken(random, spoken, labels) : null,
  };
}
