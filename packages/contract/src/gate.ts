import { z } from 'zod';

/**
 * The gate's rules, in the order they are told: not worse on the gate set than the champion, nor than
 * the shipped base; better on the corrections' holdout; both engines agree; no class lost, and of lines no group; as quick;
 * as well calibrated; and classes for symbols take nothing and are read better than by memory alone.
 */
export const GATE_RULES = [
  'gate-set',
  'base',
  'holdout',
  'engines',
  'classes',
  'groups',
  'latency',
  'calibration',
  'symbols',
] as const;
export type GateRule = (typeof GATE_RULES)[number];

const figureSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);

export const gateRuleResultSchema = z.object({
  rule: z.enum(GATE_RULES),
  passed: z.boolean(),
  /** What was measured and what was wanted, for a person. */
  sentence: z.string(),
  /** Every figure the decision rests on, by name. Shares are 0..1. */
  figures: z.record(z.string(), figureSchema),
});
export type GateRuleResult = z.infer<typeof gateRuleResultSchema>;

export const gateReportSchema = z.object({
  passed: z.boolean(),
  network: z.string(),
  /** Numbers of glyphs or lines measured. */
  sizes: z.object({ gate: z.int(), holdout: z.int(), validation: z.int() }),
  rules: z.array(gateRuleResultSchema),
  /**
   * Where the whole of what was learnt lost too much and half of the way to it was judged instead: what
   * the rules said of the whole.
   */
  wholeWay: z.array(gateRuleResultSchema).optional(),
  /** Where symbols were to get classes, did not pass, and were left to memory: what was said of them. */
  leftToMemory: gateRuleResultSchema.optional(),
});
export type GateReport = z.infer<typeof gateReportSchema>;
