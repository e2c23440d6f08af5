export * from './labels.js';
export * from './symbol.js';
export { classesOfTask, LabelSpace } from './label-space.js';
export * from './session.js';
export type {
  CertaintyLimits,
  Evaluation,
  MemoryParameters,
  ModelCard,
  SelfCheck,
} from './card/card.js';
export type { LineEvaluation, LinesCard, LinesSelfCheck } from './card/lines-card.js';
export type { AnyCard, CardOfNetwork } from './card/card-of-network.js';
export * from './certainty.js';
export * from './likeness/kinds.js';
export { ambiguousLabels } from './likeness/ambiguity.js';
export * from './likeness/prior.js';
export * from './pen/with-pen.js';
export * from './self-check.js';
export * from './check-session.js';
export { NotAnswerableError, type Asked } from './answer/answerable.js';
export * from './answer/answer-space.js';
export { candidatesOf, type Candidate } from './answer/candidates-of.js';
export * from './answer/conclude.js';
export * from './answer/see-glyph.js';
export * from './answer/answer-glyph.js';
export * from './answer/recent-kinds.js';
export * from './answer/answer-read-line.js';
export * from './answer/remember-line.js';
export * from './answer/shown-line.js';
export { NothingReadError } from './answer/nothing-read.js';
export * from './calibration.js';
export * from './metrics.js';
export * from './memory/blend.js';
export * from './memory/nearest.js';
export { decide, type Decision, type DecidingCard, type Question } from './memory/decide.js';
export { likenessToClasses, packCentres } from './memory/symbol-centres.js';
export { SYMBOL_PARAMETERS, symbolScores, type SymbolQuestion } from './memory/symbol-scores.js';
export { EmbeddingTable } from './memory/embedding-table.js';
export type {
  LookAlike,
  MemoryNeighbour,
  MemorySample,
  RememberedSample,
  SampleState,
} from './memory/memory-sample.js';
export { isRememberedBy, toMemory, type KeptSample } from './memory/to-memory.js';
export { MemoryBlock } from './memory/scan/memory-block.js';
export type { Hits, SearchQuestion } from './memory/scan/search.js';
export { MemorySearch, type MemoryHandle } from './memory/memory-search.js';
export { NetworkMemory } from './memory/network-memory.js';
export { bytesOfVector, vectorOfBytes } from './memory/vector-bytes.js';
export { RecentMap } from './recent-map.js';
export { maskedReading } from './masked-reading.js';
export { Clusters, LOOK_ALIKE } from './suspicion/clusters.js';
export * from './suspicion/score.js';
export * from './suspicion/line-score.js';
export { classThresholds, type ClassConfidence } from './suspicion/thresholds.js';
export {
  LINE_SUSPICION_WEIGHTS,
  SUSPICION_WEIGHTS,
  VOTE,
  type LineSuspicionWeights,
  type SuspicionWeights,
  type VoteParameters,
} from './suspicion/weights.js';
export * from './statistics/paired-counts.js';
export * from './statistics/loss-bound.js';
export * from './statistics/mcnemar.js';
export * from './statistics/holm.js';
export * from './line/best-path.js';
export * from './line/constraint.js';
export * from './line/prefix-beam.js';
export * from './line/adapt-to-writer.js';
export * from './line/align.js';
export * from './line/writer-slant.js';
export * from './line/language.js';
export * from './line/language-model.js';
export { otherView } from './line/other-view.js';
export * from './line/own-words.js';
export * from './line/shared-words.js';
export * from './shared-word.js';
export { sequenceReading } from './line/log-probabilities.js';
export * from './line/text-log-probability.js';
export * from './line/line-question.js';
export * from './line/line-text.js';
export * from './line/read-row.js';
export * from './line/read-row-twice.js';
export * from './line/row-text.js';
export * from './line/second-look.js';
export * from './line/weigh-memory.js';
export * from './line/place-characters.js';
export * from './line/remember-character.js';
export * from './line/answer-line.js';
export * from './line/told-apart.js';
export * from './line/text-parts.js';
export * from './line/weigh-text.js';
export type { Segment } from './line/segments.js';
export * from './line/sequence-session.js';
export * from './line/strip-check.js';
export * from './line/lines-self-check.js';
export * from './line/read-for-writer.js';
export * from './line/read-drawn-row.js';
export * from './line/see-characters.js';
export * from './line/taught-rows.js';
export * from './line/characters-of-text.js';
export * from './saliency/saliency-session.js';
export * from './saliency/where-hot.js';
export * from './saliency/why-sentence.js';
export { halfPrecision } from './onnx-file/half-precision.js';
