// The main build makes its state by spreading objects, which V8 (11.3, of Node 20) reads two to three times as slowly.
import { parseEvents, YAMLException } from 'js-yaml/browser';
import type { ReadDocument } from './document-sink.js';
import type { ReadLimits } from './limits.js';
import { LineTableBuilder } from './line-table.js';
import type { Skipped } from './manifest.js';
import { ReadProblem } from './read-problem.js';
import { countLines } from './text-batch.js';
import { decodeUtf8 } from './utf8.js';
import type { AliasBudget } from './yaml-anchors.js';
import { YamlValues } from './yaml-values.js';

export interface YamlProblem {
  readonly line: number;
  readonly reason: Skipped['reason'];
  readonly message: string;
}

export interface YamlText {
  readonly documents: readonly ReadDocument[];
  /** Documents that parse, and that Kubernetes would not read. */
  readonly problems: readonly YamlProblem[];
}

/** Reads some YAML documents at once. Throws when one of them does not parse; see `problemOf`. */
export function parseYamlText(bytes: Uint8Array, firstLine: number, limits: ReadLimits, budget: AliasBudget): YamlText {
  const text = decodeUtf8(bytes);
  // js-yaml counts a scalar as a level; the exact limit is kept by YamlValues.
  const events = parseEvents(text, { maxDepth: limits.depth + 2 });
  const builder = new LineTableBuilder(text, firstLine, events.length);
  const values = new YamlValues(events, text, builder, limits.depth, budget);
  const found: { value: unknown; lineIndex: number }[] = [];
  const problems: YamlProblem[] = [];
  while (values.toNextDocument()) {
    const lineIndex = builder.next;
    try {
      found.push({ value: values.readDocument(), lineIndex });
    } catch (error) {
      if (!(error instanceof ReadProblem)) throw error;
      problems.push({ line: builder.lineOf(error.position), reason: error.reason, message: error.message });
    }
  }
  const table = builder.finish();
  const lines = { table: () => table };
  const documents = found.map(({ value, lineIndex }) => ({
    value,
    line: table[lineIndex] ?? firstLine,
    lines,
    lineIndex,
  }));
  return { documents, problems };
}

/** What `parseYamlText` threw for one document. Throws it again when it is a fault of Waymark. */
export function problemOf(error: unknown, bytes: Uint8Array, firstLine: number, limits: ReadLimits): YamlProblem {
  if (error instanceof ReadProblem) {
    const { reason, message, position } = error;
    return { line: firstLine + countLines(bytes, 0, position), reason, message };
  }
  if (!(error instanceof YAMLException)) throw error;
  const line = firstLine + (error.mark?.line ?? 0);
  if (error.reason.startsWith('nesting exceeded')) {
    const message = `The document nests deeper than ${limits.depth} levels; no Kubernetes object does.`;
    return { line, reason: 'TOO_DEEP', message };
  }
  const message = `The YAML cannot be read: ${withoutContent(error.reason)}. Mend it near this line.`;
  return { line, reason: 'SYNTAX', message };
}

/** What a broken document holds may be secret: js-yaml quotes it behind a colon or in quotes. */
const withoutContent = (reason: string): string => reason.replace(/\s*[:"].*$/s, '');
