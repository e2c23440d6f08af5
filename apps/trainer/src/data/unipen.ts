import { join } from 'node:path';
import { glyphFromStrokes, GLYPH_PIXELS, InkError, type Stroke } from '@inkling/ink';
import { classOfLabel, labelsOfNetwork, type Network, type Task } from '@inkling/recognizer';
import type { LabelledGlyphs } from './glyph-sets.js';
import { readPackedLines } from './packed-lines.js';
import { handOfWriter, partsOfWriters, readUnipenSplit, type UnipenPart } from './unipen-split.js';

/** One isolated character of UNIPEN as pen strokes. */
export interface UnipenSample {
  readonly label: string;
  readonly writer: string;
  /** The person, as far as file names tell. */
  readonly hand: string;
  readonly group: string;
  readonly part: UnipenPart;
  /** Of a group whose samples are often only a part of a character. */
  readonly cutInk: boolean;
  readonly strokes: readonly Stroke[];
}

interface RawSample {
  label: string;
  writer: string;
  group: string;
  strokes: Stroke[];
}

/**
 * UNIPEN's characters without those that give no glyph (dots) and without duplicates: the same ink
 * in several files counts once, and not at all where its labels differ.
 */
export function loadUnipen(dataDir: string): UnipenSample[] {
  const raw = readPackedLines(join(dataDir, 'unipen', 'unipen-characters.jsonl.gz')).map(
    (line) => JSON.parse(line) as RawSample,
  );

  const labelsOfInk = new Map<string, Set<string>>();
  const keys = raw.map((sample) => JSON.stringify(sample.strokes));
  raw.forEach((sample, index) => {
    const key = keys[index]!;
    const labels = labelsOfInk.get(key);
    if (labels) labels.add(sample.label);
    else labelsOfInk.set(key, new Set([sample.label]));
  });

  const split = readUnipenSplit();
  const parts = partsOfWriters(
    raw.map((sample) => sample.writer),
    split,
  );
  const seen = new Set<string>();
  return raw.flatMap((sample, index) => {
    const key = keys[index]!;
    if (labelsOfInk.get(key)!.size > 1 || seen.has(key) || !givesGlyph(sample.strokes)) return [];
    seen.add(key);
    const part = parts.get(sample.writer)!;
    const cutInk = split.cutInkGroups.includes(sample.group);
    return [{ ...sample, hand: handOfWriter(sample.writer), part, cutInk }];
  });
}

/** The samples that belong to a task, with their class index in the task's network. */
export function samplesOfTask(
  samples: readonly UnipenSample[],
  task: Task,
  network: Network,
): { sample: UnipenSample; classIndex: number }[] {
  const labels = labelsOfNetwork(network);
  return samples.flatMap((sample) => {
    const label = classOfLabel(task, sample.label);
    return label === undefined ? [] : [{ sample, classIndex: labels.indexOf(label) }];
  });
}

/** Glyphs of UNIPEN samples, by the same way as any drawing. */
export function glyphsOfUnipen(
  samples: readonly UnipenSample[],
  task: Task,
  network: Network,
): LabelledGlyphs {
  const chosen = samplesOfTask(samples, task, network);
  const glyphs = new Float32Array(chosen.length * GLYPH_PIXELS);
  chosen.forEach(({ sample }, index) => {
    glyphs.set(glyphFromStrokes(sample.strokes).glyph, index * GLYPH_PIXELS);
  });
  return {
    count: chosen.length,
    glyphs,
    labels: Uint8Array.from(chosen, ({ classIndex }) => classIndex),
  };
}

/** Whether normalisation finds a character in it. */
export function givesGlyph(strokes: readonly Stroke[]): boolean {
  try {
    glyphFromStrokes(strokes);
    return true;
  } catch (error) {
    if (error instanceof InkError) return false;
    throw error;
  }
}
