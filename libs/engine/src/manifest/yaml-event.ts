import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml/browser';
import { ReadProblem } from './read-problem.js';
import { resolvePlainScalar, type Scalar } from './yaml-scalar.js';
import { resolveTagged } from './yaml-tag.js';

const ABSENT = -1;

/** Offset at which a value is written; -1 for one that is not written at all (`key:`). */
export function positionOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      if (event.tagStart !== ABSENT || event.anchorStart !== ABSENT) return Math.max(event.tagStart, event.anchorStart);
      // The text of a block scalar begins on the line after its header.
      return event.style >= SCALAR_STYLE.LITERAL_BLOCK ? event.valueStart - 1 : event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return ABSENT;
  }
}

/** The value of a scalar as Kubernetes decodes it. */
export function scalarValue(source: string, event: ScalarEvent): Scalar {
  const text = event.fast ? source.slice(event.valueStart, event.valueEnd) : getScalarValue(source, event);
  if (event.tagStart !== ABSENT) {
    const tag = source.slice(event.tagStart, event.tagEnd);
    return tag === '!' ? text : checkFinite(resolveTagged(tag, text, event.tagStart), event.tagStart);
  }
  return event.style === SCALAR_STYLE.PLAIN ? checkFinite(resolvePlainScalar(text), event.valueStart) : text;
}

/**
 * The text of a mapping key: Kubernetes turns numbers and booleans into text, and refuses everything else
 * (kubernetes-sigs/yaml yaml.go `convertToJSONableObject`).
 */
export function keyText(key: unknown, position: number): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'boolean') return String(key);
  throw new ReadProblem('SYNTAX', 'A key is not text; put it in quotes.', position);
}

/** `<<`, unquoted (goyaml.v2/decode.go `isMerge`). */
export const isMergeKey = (source: string, event: Event): boolean =>
  event.type === EVENT_ID.SCALAR &&
  event.valueEnd - event.valueStart === 2 &&
  event.style === SCALAR_STYLE.PLAIN &&
  event.tagStart === ABSENT &&
  source.startsWith('<<', event.valueStart);

// JSON has no such numbers, so Kubernetes refuses the document (encoding/json `UnsupportedValueError`).
function checkFinite(value: Scalar, position: number): Scalar {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new ReadProblem('SYNTAX', 'A value is not a finite number; put it in quotes if it is text.', position);
}
