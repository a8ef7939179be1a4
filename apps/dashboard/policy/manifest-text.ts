import { isMap, isSeq, LineCounter, type Node, parse, parseDocument, stringify, type YAMLMap } from 'yaml';

/** A part of a manifest's text. Lines are counted from 1; both ends belong to it. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a dotted path (`spec.rules[0].to`) stands in a manifest's text. When the path ends in something absent, the
 * nearest thing that holds it; null when not even its first part is there.
 */
export function linesOf(yaml: string, field: string): LineRange | null {
  const counter = new LineCounter();
  let node: unknown = parseDocument(yaml, { lineCounter: counter }).contents;
  let found: { start: number; end: number } | null = null;
  let rest = stepsOf(field);
  while (rest.length > 0) {
    const next = isMap(node) ? inMap(node, rest) : isSeq(node) ? inSequence(node.items[Number(rest[0])]) : null;
    if (!next) break;
    found = { start: next.start, end: next.end };
    node = next.value;
    rest = rest.slice(next.used);
  }
  if (!found) return null;
  return { from: counter.linePos(found.start).line, to: counter.linePos(lastCharacter(yaml, found)).line };
}

/** The items of `spec.rules`, each as YAML of its own; empty when the kind has no rules. */
export function rulesAsWritten(yaml: string): string[] {
  const manifest = parse(yaml) as { spec?: { rules?: unknown } } | null;
  const rules = manifest?.spec?.rules;
  return Array.isArray(rules) ? rules.map((rule) => stringify(rule).trimEnd()) : [];
}

/** `a.b[0]["c.d"]` → a, b, 0, c.d. */
function stepsOf(field: string): string[] {
  const steps = field.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, index, key]) => quoted ?? index ?? key ?? '');
}

interface Found {
  start: number;
  end: number;
  value: unknown;
  /** How many steps of the path it took. */
  used: number;
}

/** Keys hold dots (`istio.io/dry-run`), so the longest run of steps that is a key is taken. */
function inMap(map: YAMLMap, steps: readonly string[]): Found | null {
  for (let used = steps.length; used > 0; used--) {
    const key = steps.slice(0, used).join('.');
    const pair = map.items.find((item) => String(item.key) === key);
    const keyRange = (pair?.key as Node | undefined)?.range;
    if (!pair || !keyRange) continue;
    const valueRange = (pair.value as Node | null)?.range ?? keyRange;
    return { start: keyRange[0], end: Math.max(keyRange[1], valueRange[1]), value: pair.value, used };
  }
  return null;
}

function inSequence(item: unknown): Found | null {
  const range = (item as Node | undefined)?.range;
  return range ? { start: range[0], end: range[1], value: item, used: 1 } : null;
}

/** A block ends behind its last line break; its last line is the one before. */
function lastCharacter(yaml: string, { start, end }: { start: number; end: number }): number {
  let last = end - 1;
  while (last > start && /\s/.test(yaml[last] ?? '')) last--;
  return Math.max(last, start);
}
