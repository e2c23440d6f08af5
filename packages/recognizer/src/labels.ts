/** The ten digits, the classes of the network `digits`. */
export const DIGIT_LABELS = [...'0123456789'] as const;

/**
 * The 37 letter classes of EMNIST ByMerge: capitals, and the small letters that look different from
 * their capital. The others (c i j k l m o p s u v w x y z) are merged into their capital
 * (Cohen, Afshar, Tapson, van Schaik: "EMNIST: an extension of MNIST to handwritten letters", 2017).
 */
export const LETTER_LABELS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'] as const;

/** The 47 classes of EMNIST ByMerge in the order of its mapping file, the classes of `characters`. */
export const CHARACTER_LABELS = [...DIGIT_LABELS, ...LETTER_LABELS] as const;

export const NETWORKS = ['digits', 'characters'] as const;
/** An architecture with its labels, of which there are versions. */
export type Network = (typeof NETWORKS)[number];

/** The network that reads whole lines: it has no memory of its own and answers no task of single characters. */
export const LINES_NETWORK = 'lines';

/** All that are fine-tuned on corrections, and of which there are versions. */
export const TRAINED_NETWORKS = [...NETWORKS, LINES_NETWORK] as const;
export type TrainedNetwork = (typeof TRAINED_NETWORKS)[number];

export const TASKS = ['digits', 'letters', 'characters'] as const;
/** What a person wants to have read. */
export type Task = (typeof TASKS)[number];

/** The labels of a network, in the order of its outputs. */
export function labelsOfNetwork(network: Network): readonly string[] {
  return network === 'digits' ? DIGIT_LABELS : CHARACTER_LABELS;
}

/** The network that answers a task: `letters` is `characters` with the digits masked out. */
export function networkOfTask(task: Task): Network {
  return task === 'digits' ? 'digits' : 'characters';
}

/** The labels that may answer a task. */
export function labelsOfTask(task: Task): readonly string[] {
  if (task === 'digits') return DIGIT_LABELS;
  return task === 'letters' ? LETTER_LABELS : CHARACTER_LABELS;
}

/**
 * The class that a label given by a person stands for: itself, or for a merged letter its capital
 * (`c` counts as `C`). `undefined` when the task has no such class.
 */
export function classOfLabel(task: Task, given: string): string | undefined {
  const labels = labelsOfTask(task);
  if (labels.includes(given)) return given;
  // Beyond ASCII other letters have these capitals, too: a dotless i is none of ours.
  if (!/^[a-z]$/.test(given)) return undefined;
  const capital = given.toUpperCase();
  return labels.includes(capital) ? capital : undefined;
}

/**
 * The networks whose memory holds a sample of a network, as far as its labels go: what has no class anywhere is
 * answered by `characters` wherever it was taught, and by `digits` where it was taught there.
 */
export const networksThatRemember = (network: Network): readonly Network[] =>
  network === 'digits' ? NETWORKS : [network];

/** Networks whose samples of symbols a network remembers beside its own. */
export const otherNetworksOf = (network: Network): Network[] =>
  NETWORKS.filter((other) => other !== network && networksThatRemember(other).includes(network));

/** The task that lets all labels of a network answer: it has the network's name. */
export const taskOfNetwork = (network: Network): Task => network;

/** What lines are made of: the 95 printable characters of ASCII, the space first. */
export const PRINTABLE_ASCII: readonly string[] = Array.from({ length: 95 }, (_, at) =>
  String.fromCharCode(32 + at),
);
