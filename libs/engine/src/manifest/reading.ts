import type { DocumentSink, Lines, ReadDocument } from './document-sink.js';
import { WrittenPlaces } from './field-places.js';
import { countValues, indexOfPath } from './field-lines.js';
import { identify, isRecord } from './identity.js';
import type { ReadLimits } from './limits.js';
import type { KubernetesObject, Skipped } from './manifest.js';
import { ReadManifest } from './read-manifest.js';

/** A value of a file with the lines of all that it holds. */
interface Located {
  readonly value: unknown;
  readonly lines: Lines | null;
  readonly index: number;
  readonly line: number;
}

/** Turns the documents of one call's files into manifests: takes lists apart, names the objects, keeps the limit. */
export class Reading {
  readonly manifests: ReadManifest[] = [];
  readonly skipped: Skipped[] = [];
  full = false;

  constructor(private readonly limits: ReadLimits) {}

  sinkFor(file: string): DocumentSink {
    return new FileSink(file, this);
  }

  /** Adds one object; false when there is no room for it. */
  hasRoom(file: string, line: () => number): boolean {
    if (this.full) return false;
    if (this.manifests.length < this.limits.objects) return true;
    this.full = true;
    const message = `There are more than ${this.limits.objects} objects; nothing behind this one was read.`;
    this.skipped.push({ file, line: line(), reason: 'TOO_MANY_OBJECTS', message });
    return false;
  }
}

class FileSink implements DocumentSink {
  constructor(
    private readonly file: string,
    private readonly reading: Reading,
  ) {}

  get full(): boolean {
    return this.reading.full;
  }

  skip(line: number, reason: Skipped['reason'], message: string): void {
    this.reading.skipped.push({ file: this.file, line, reason, message });
  }

  add({ value, line, lines, lineIndex }: ReadDocument, list: KubernetesObject | null = null): void {
    if (value === null && list === null) return; // nothing between two document markers
    this.addValue({ value, line, lines, index: lineIndex }, list);
  }

  private addValue(located: Located, list: KubernetesObject | null): void {
    const { value } = located;
    if (!isRecord(value)) {
      this.skip(
        lineOf(located),
        'NOT_AN_OBJECT',
        'This is no Kubernetes object; it needs apiVersion, kind and metadata.',
      );
    } else if (isList(value)) {
      this.addItems(value, located);
    } else {
      this.addObject(list === null ? value : withListTypes(value, list), located);
    }
  }

  /** Lists may hold lists: `kubectl get -o yaml` of several arguments prints them so. */
  private addItems(list: KubernetesObject & { readonly items: unknown }, located: Located): void {
    const items = Array.isArray(list.items) ? (list.items as unknown[]) : [];
    let index = located.lines === null ? 0 : indexOfPath(list, ['items'], located.index) + 1;
    for (const value of items) {
      if (this.full) return;
      this.addValue({ ...located, value, index }, list);
      if (located.lines !== null) index += countValues(value);
    }
  }

  private addObject(body: KubernetesObject, located: Located): void {
    const identity = identify(body);
    if (identity === 'MISSING_KIND') {
      this.skip(lineOf(located), identity, 'The object has no apiVersion or no kind; add what is missing.');
    } else if (identity === 'MISSING_NAME') {
      this.skip(
        lineOf(located),
        identity,
        'The object has no metadata.name; an object without a name cannot be judged.',
      );
    } else if (this.reading.hasRoom(this.file, () => lineOf(located))) {
      const { value: written, lines, index, line } = located;
      const places = new WrittenPlaces(written, lines, index, line);
      this.reading.manifests.push(new ReadManifest(identity, body, this.file, places));
    }
  }
}

const lineOf = ({ lines, index, line }: Located): number => lines?.table()[index] ?? line;

/** apimachinery pkg/apis/meta/v1/unstructured/helpers.go `detectList`, for kinds that say they are lists. */
const isList = (value: KubernetesObject): value is KubernetesObject & { readonly items: unknown } =>
  typeof value.kind === 'string' && value.kind.endsWith('List') && 'items' in value;

/** Items of a typed list as the API server prints it have no kind of their own (helpers.go `decodeToList`). */
function withListTypes(item: KubernetesObject, list: KubernetesObject): KubernetesObject {
  if (typeof item.kind === 'string' && item.kind !== '') return item;
  const kind = typeof list.kind === 'string' ? list.kind.slice(0, -'List'.length) : '';
  return kind === '' ? item : { ...item, apiVersion: list.apiVersion, kind };
}
