import { analyze } from '../../analyze.js';
import type { Analysis } from '../../analysis.js';
import { compileDecisions } from '../../decision/decisions.js';
import { canonicalJson } from '../../manifest/canonical-json.js';
import { isRecord } from '../../manifest/identity.js';
import { layoutOf, restoreManifests } from '../../manifest/layout.js';
import type { KubernetesObject, Manifest, Skipped } from '../../manifest/manifest.js';
import { readManifests, type ReadResult } from '../../manifest/read.js';
import { compareUpgrade } from '../../compare/compare-upgrade.js';
import { buildModel, type ModelOptions } from '../../model/build.js';
import { withCountedReads } from './counted-reads.js';
import type { FuzzedCluster } from './cluster.js';
import { filesOf } from './files.js';
import type { Reached } from './reached.js';

/** Says what must hold and did not; fast-check shrinks what it is thrown for. */
class Violation extends Error {}

function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Violation(what());
}

/** All that must hold of one input, whatever is in it. @throws {Violation} and whatever the engine throws */
export function checkCluster(cluster: FuzzedCluster, reached: Reached): void {
  const { files, documents } = filesOf(cluster.objects, cluster.pages);
  const read = readManifests(files);
  nothingIsLost(read, documents, cluster);
  sameBytes('files in another order', placesOf(read), () => placesOf(readManifests([...files].reverse())));
  const options = { istioVersion: cluster.releases[0] };
  const analysis = analyze(read, options);
  const bytes = JSON.stringify(analysis);
  everythingIsPlaced(analysis, bytes);
  staysInBounds(analysis, bytes, cluster);
  const shuffled = { ...read, manifests: inOrder(read.manifests, cluster.order) };
  sameBytes('manifests in another order', bytes, () => JSON.stringify(analyze(shuffled, options)));
  sameBytes('stored and restored', bytes, () =>
    JSON.stringify(analyze({ ...read, manifests: stored(read.manifests) }, options)),
  );
  decidesAlike(cluster, read.manifests, shuffled.manifests);
  if (reached.wantsMore()) {
    worksInBounds(read, bytes, options, reached);
    changesHaveCauses(read, cluster.releases);
  }
  isUntouched();
}

/** Every document becomes a manifest or is named among what was skipped; a JSON list that is too deep is one document. */
function nothingIsLost({ manifests, skipped }: ReadResult, documents: number | null, { pages }: FuzzedCluster): void {
  const found = manifests.length + skipped.length;
  const isRefusedAsOne = pages.some(({ style }) => style === 'JSON_LIST') && skipped.some(isTooDeep);
  must(documents === null || found === documents || isRefusedAsOne, () => {
    const reasons = skipped.map(({ file, line, reason }) => `${file}:${line} ${reason}`).join(', ');
    return `${documents} documents became ${manifests.length} manifests and ${skipped.length} skipped (${reasons})`;
  });
}

function everythingIsPlaced({ skipped, findings, verdicts }: Analysis, bytes: string): void {
  for (const { file, line, message } of [...skipped])
    must(file !== '' && line >= 1 && /[.?]$/.test(message), () => `skipped without a place or a sentence: ${message}`);
  for (const { message, evidence } of findings)
    must(!/undefined|\[object/.test(message), () => `a finding shows a value of code: ${message} ${evidence.length}`);
  for (const { evidence, policy } of verdicts)
    must(evidence.length > 0, () => `a verdict of ${policy.kind} ${policy.name} has no evidence`);
  must(!bytes.includes('[object Object]'), () => 'the answer shows "[object Object]"');
}

/** The answer is at most so large as who judges whom asks for; evidence is a chain, not a dump. */
function staysInBounds({ verdicts, findings, summary }: Analysis, bytes: string, { objects }: FuzzedCluster): void {
  const [{ policies, workloads, services }, size] = [summary, objects.length];
  const most = policies * 5 * (2 + 2 * (workloads + services + size));
  must(verdicts.length <= most, () => `${verdicts.length} verdicts of ${policies} policies`);
  must(findings.length <= 40 * size, () => `${findings.length} findings on ${size} objects`);
  const longest = Math.max(0, ...[...verdicts, ...findings].map(({ evidence }) => evidence.length));
  must(longest <= 100 + 2 * JSON.stringify(objects).length, () => `a chain of ${longest} facts`);
  must(bytes.length < 50_000_000, () => `the answer has ${bytes.length} bytes`);
}

/** A count of work that no clock disturbs: how often the engine reads a value of the input. */
function worksInBounds(
  { manifests, skipped }: ReadResult,
  bytes: string,
  options: ModelOptions,
  reached: Reached,
): void {
  const { counted, reads, values } = withCountedReads(manifests, reached);
  sameBytes('read through a counter', bytes, () => JSON.stringify(analyze({ manifests: counted, skipped }, options)));
  const most = 400 * (values() + 10) * (manifests.length + 1);
  must(reads() <= most, () => `${values()} values in ${manifests.length} objects were read ${reads()} times`);
  reached.work(reads(), values());
}

/** Nothing but the behaviours of the table tells two releases apart, so each change has one at least. */
function changesHaveCauses(read: ReadResult, [from, to]: FuzzedCluster['releases']): void {
  const { verdictChanges, findingChanges, objectChanges } = compareUpgrade(read, from, to);
  for (const { because, ...change } of [...verdictChanges, ...findingChanges, ...objectChanges])
    must(because.length > 0, () => `from ${from} to ${to} changes without a cause: ${JSON.stringify(change)}`);
}

function decidesAlike(
  { requests }: FuzzedCluster,
  manifests: readonly Manifest[],
  shuffled: readonly Manifest[],
): void {
  if (requests.length === 0) return;
  const [one, other] = [manifests, shuffled].map((some) => compileDecisions(buildModel(some).model));
  for (const request of requests) {
    const decision = one?.decide(request);
    must(
      /^(ALLOWED|DENIED|UNREACHABLE|UNDECIDED)$/.test(decision?.outcome ?? ''),
      () => `decided ${decision?.outcome}`,
    );
    must((decision?.hops.length ?? 0) <= 8, () => `a request takes ${decision?.hops.length} hops`);
    sameBytes('decided in another order', JSON.stringify(decision), () => JSON.stringify(other?.decide(request)));
  }
}

/** No key of the input became a property of every object, and no text of it was run. */
function isUntouched(): void {
  must(Object.keys(Object.prototype).length === 0, () => 'Object.prototype was written to');
  must(!('waymarkWasFooled' in globalThis), () => 'a text of the input was evaluated');
}

const placesOf = ({ manifests, skipped }: ReadResult): string =>
  JSON.stringify([manifests.map(({ kind, name, place, body }) => [kind, name, place, body]), skipped]);

const isTooDeep = ({ reason }: Skipped): boolean => reason === 'TOO_DEEP';

/** As the store keeps them and gives them back: bodies as JSON in another order, and the layout. */
const stored = (manifests: readonly Manifest[]): Manifest[] =>
  restoreManifests(
    [...manifests].reverse().map(({ body }) => reversedKeys(JSON.parse(canonicalJson(body))) as KubernetesObject),
    layoutOf(manifests),
  );

/** As JSONB gives it back: keys in an order of its own. */
function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversedKeys(child)]),
  );
}

const inOrder = (manifests: readonly Manifest[], order: readonly number[]): Manifest[] => {
  const left = [...manifests];
  return manifests.map((_, at) => left.splice((order[at % order.length] ?? 0) % left.length, 1)[0] as Manifest);
};

function sameBytes(how: string, expected: string, actual: () => string): void {
  const text = actual();
  if (text === expected) return;
  let at = 0;
  while (text[at] === expected[at]) at++;
  const part = (whole: string) => whole.slice(Math.max(0, at - 200), at + 200);
  throw new Violation(`another answer, ${how}:\n${part(expected)}\n--- became ---\n${part(text)}`);
}
