import { EVENT_ID, type Event, type ScalarEvent } from 'js-yaml/browser';
import { countValues } from './field-lines.js';
import { isRecord } from './identity.js';
import { isIndexLike, KeyOrder } from './key-order.js';
import type { LineTableBuilder } from './line-table.js';
import { ReadProblem } from './read-problem.js';
import { setValue } from './set-value.js';
import type { AliasBudget, Anchor } from './yaml-anchors.js';
import { isMergeKey, keyText, positionOf, scalarValue } from './yaml-event.js';

type Values = Record<string, unknown>;

/**
 * Builds plain values, and the line of each, from the events of js-yaml's parser in one pass. js-yaml's own constructor
 * knows neither lines nor how much its aliases expand to, and decodes YAML 1.2 where Kubernetes decodes YAML 1.1.
 */
export class YamlValues {
  private next = -1;
  private readonly anchors = new Map<string, Anchor>();
  /** Values and text read so far: what an anchor weighs is what reading it adds to this. */
  private weight = 0;
  private deepest = 0;

  constructor(
    private readonly events: readonly Event[],
    private readonly source: string,
    private readonly lines: LineTableBuilder,
    private readonly depthLimit: number,
    private readonly budget: AliasBudget,
  ) {}

  /** Moves to the next document, also out of the middle of a broken one; false when there is none. */
  toNextDocument(): boolean {
    do this.next++;
    while (this.next < this.events.length && this.events[this.next]?.type !== EVENT_ID.DOCUMENT);
    this.anchors.clear();
    return this.next++ < this.events.length;
  }

  /** Reads the document that `toNextDocument` moved to. Throws a ReadProblem for what Kubernetes would not read. */
  readDocument(): unknown {
    this.lines.add(this.lines.lineOf(positionOf(this.current())));
    return this.readNode(1);
  }

  private current(): Event {
    const event = this.events[this.next];
    if (event === undefined) throw new ReadProblem('SYNTAX', 'The document ends too early.', this.source.length);
    return event;
  }

  /** Reads one value. Its own line was added by the caller; this adds the lines of what it holds. */
  private readNode(depth: number): unknown {
    const event = this.current();
    this.next++;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return event.anchorStart === -1 ? this.readScalar(event) : this.readAnchored(event, depth);
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return event.anchorStart === -1 ? this.readCollection(event, depth) : this.readAnchored(event, depth);
      case EVENT_ID.ALIAS:
        return this.readAlias(this.source.slice(event.anchorStart, event.anchorEnd), event.anchorStart, depth);
      default:
        throw new ReadProblem('SYNTAX', 'The document ends too early.', this.source.length);
    }
  }

  private readScalar(event: ScalarEvent): unknown {
    const value = scalarValue(this.source, event);
    this.weight += typeof value === 'string' ? 1 + (value.length >> 5) : 1;
    return value;
  }

  private readCollection(event: Event & { start: number }, depth: number): unknown {
    if (depth > this.depthLimit) throw tooDeep(this.depthLimit, event.start);
    if (depth > this.deepest) this.deepest = depth;
    this.weight++;
    return event.type === EVENT_ID.MAPPING ? this.readMapping(depth) : this.readSequence(depth);
  }

  private readAnchored(event: Extract<Event, { tagStart: number }>, depth: number): unknown {
    const [linesBefore, weightBefore, deepestBefore] = [this.lines.next, this.weight, this.deepest];
    this.deepest = depth - 1;
    const value = event.type === EVENT_ID.SCALAR ? this.readScalar(event) : this.readCollection(event, depth);
    this.anchors.set(this.source.slice(event.anchorStart, event.anchorEnd), {
      value,
      lines: this.lines.copyFrom(linesBefore),
      weight: this.weight - weightBefore,
      height: this.deepest - depth + 1,
    });
    this.deepest = Math.max(this.deepest, deepestBefore);
    return value;
  }

  private readAlias(name: string, position: number, depth: number): unknown {
    // An anchor is known only when its value is complete, so that no value can hold itself.
    const anchor = this.anchors.get(name);
    if (anchor === undefined) {
      throw new ReadProblem(
        'SYNTAX',
        'An alias has no anchor before it; put text that begins with an asterisk in quotes.',
        position,
      );
    }
    if (depth - 1 + anchor.height > this.depthLimit) throw tooDeep(this.depthLimit, position);
    this.deepest = Math.max(this.deepest, depth - 1 + anchor.height);
    this.budget.charge(anchor.weight, position);
    this.weight += anchor.weight;
    this.lines.append(anchor.lines);
    return anchor.value;
  }

  private readSequence(depth: number): unknown[] {
    const items: unknown[] = [];
    for (let event = this.current(); event.type !== EVENT_ID.POP; event = this.current()) {
      this.lines.add(this.lines.lineOf(positionOf(event)));
      items.push(this.readNode(depth + 1));
    }
    this.next++;
    return items;
  }

  private readMapping(depth: number): Values {
    const values: Values = {};
    const start = this.lines.next;
    let order: KeyOrder | undefined;
    for (let event = this.current(); event.type !== EVENT_ID.POP; event = this.current()) {
      const position = positionOf(event);
      const line = this.lines.lineOf(position);
      if (isMergeKey(this.source, event)) {
        this.next++;
        this.readMerge(values, (order ??= new KeyOrder(values, start)), line, depth);
        continue;
      }
      const key = keyText(this.readNode(depth), position);
      if (isIndexLike(key)) order ??= new KeyOrder(values, start);
      if (Object.hasOwn(values, key) && !order?.isMerged(key)) throw duplicateKey(key, position);
      const from = this.lines.next;
      this.lines.add(line);
      setValue(values, key, this.readNode(depth + 1));
      order?.set(key, { from, to: this.lines.next });
    }
    this.next++;
    if (order !== undefined) this.lines.rearrange(start, order.spansOf(values));
    return values;
  }

  /** Later keys win over merged ones, merged ones over earlier keys: goyaml.v2/decode.go `merge` sets them in turn. */
  private readMerge(values: Values, order: KeyOrder, line: number, depth: number): void {
    const position = positionOf(this.current());
    const merged = this.readNode(depth + 1);
    const sources = Array.isArray(merged) ? [...(merged as unknown[])].reverse() : [merged];
    for (const source of sources) {
      if (!isRecord(source)) {
        throw new ReadProblem('SYNTAX', 'The key "<<" merges something that is not a mapping.', position);
      }
      for (const [key, value] of Object.entries(source)) {
        const from = this.lines.next;
        for (let count = countValues(value); count > 0; count--) this.lines.add(line);
        setValue(values, key, value);
        order.set(key, { from, to: this.lines.next }, true);
      }
    }
  }
}

const tooDeep = (limit: number, position: number) =>
  new ReadProblem('TOO_DEEP', `The document nests deeper than ${limit} levels; no Kubernetes object does.`, position);

const duplicateKey = (key: string, position: number) =>
  new ReadProblem('DUPLICATE_KEY', `The key "${key}" stands twice in one mapping; remove one of them.`, position);
