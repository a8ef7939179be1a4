import type { Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel, Namespace } from '../model/model.js';
import { field, fields, list, text } from '../model/narrow.js';
import type { OtherPolicy, Policy } from '../model/policy.js';
import { isEvaluated, uniqueRefs } from './risk.js';

/** A patch of an EnvoyFilter: what it is applied to, and what it does there. */
export interface ExtensionPatch {
  readonly applyTo: string;
  readonly operation: string;
  /** Name of the filter or resource that it brings or names; '' when it does not say. */
  readonly name: string;
}

/** Code or configuration that runs inside proxies: WasmPlugin, TrafficExtension, EnvoyFilter. */
export interface Extension {
  readonly object: ObjectRef;
  /** Address of the module without digest and tag, `inline` for code in the object itself, or the kinds of patches. */
  readonly source: string;
  readonly tag: string | null;
  /** Lower-case hex sha256 of the module, when the object says it; null for what stands in the object itself. */
  readonly digest: string | null;
  /** The same bytes run until the object itself changes. */
  readonly pinned: boolean;
  /** Its code stands in the object. */
  readonly inline: boolean;
  readonly patches: readonly ExtensionPatch[];
  /** The proxies that run it: gateways and waypoints, and workloads (by owner) with a sidecar. Sorted. */
  readonly proxies: readonly ObjectRef[];
  /** No proxy runs it. */
  readonly orphaned: boolean;
  /** The team label of the object, else of its namespace; null when neither has one. */
  readonly team: string | null;
}

const KINDS: ReadonlySet<Policy['kind']> = new Set<Policy['kind']>(['WasmPlugin', 'TrafficExtension', 'EnvoyFilter']);

export function extensionsOf(model: ClusterModel, verdictsOf: (policy: ObjectRef) => readonly Verdict[]): Extension[] {
  return model.policies.filter(isExtension).map((policy) => {
    const { kind, namespace, name, manifest } = policy;
    const proxies = proxiesOf(verdictsOf(policy));
    return {
      object: { kind, namespace, name },
      ...contentOf(kind, field(manifest.body, 'spec')),
      proxies,
      orphaned: proxies.length === 0,
      team: teamOf(policy, model.namespaces.get(namespace)),
    };
  });
}

const isExtension = (policy: Policy): policy is OtherPolicy => KINDS.has(policy.kind);

function proxiesOf(verdicts: readonly Verdict[]): ObjectRef[] {
  return uniqueRefs(
    verdicts.filter(isEvaluated).flatMap(({ enforcer, targets }): readonly ObjectRef[] => {
      if (enforcer.type === 'SIDECAR') return targets;
      return [{ kind: 'Gateway', namespace: enforcer.namespace, name: enforcer.name }];
    }),
  );
}

type Content = Pick<Extension, 'source' | 'tag' | 'digest' | 'pinned' | 'inline' | 'patches'>;

function contentOf(kind: Policy['kind'], spec: unknown): Content {
  if (kind === 'EnvoyFilter') return patchesOf(spec);
  const wasm = kind === 'WasmPlugin' ? spec : field(spec, 'wasm');
  const url = text(field(wasm, 'url'));
  return url === '' ? INLINE : moduleOf(url, text(field(wasm, 'sha256')));
}

const INLINE: Content = { source: 'inline', tag: null, digest: null, pinned: true, inline: true, patches: [] };

/** `oci://registry/name:tag@sha256:digest`; the port of a registry is no tag (extensions/v1alpha1/wasm.proto url, sha256). */
function moduleOf(url: string, sha256: string): Content {
  const [address = '', inUrl] = url.split('@sha256:');
  const [, source = address, tag = null] = /^(.*\/[^/:]*):([^/:]+)$/.exec(address) ?? [];
  const digest = (inUrl ?? sha256).toLowerCase();
  return { source, tag, digest: digest === '' ? null : digest, pinned: digest !== '', inline: false, patches: [] };
}

function patchesOf(spec: unknown): Content {
  const patches = list(field(spec, 'configPatches')).map((item): ExtensionPatch => {
    const { applyTo, match, patch } = fields(item);
    const { operation, value } = fields(patch);
    return { applyTo: text(applyTo), operation: text(operation), name: text(field(value, 'name')) || nameIn(match) };
  });
  const kinds = [...new Set(patches.map(({ applyTo, operation }) => `${applyTo} ${operation}`.trim()))].sort();
  const inline = INLINE_CODE.test(JSON.stringify(spec) ?? '');
  return { source: kinds.join(', '), tag: null, digest: null, pinned: true, inline, patches };
}

/** Lua of envoy.filters.http.lua, and Wasm code that stands in the filter itself. */
const INLINE_CODE = /"(?:inline_code|inlineCode|inline_string|inlineString|inline_bytes|inlineBytes)":/;

const nameIn = (match: unknown): string =>
  text(field(field(field(field(match, 'listener'), 'filterChain'), 'filter'), 'name')) ||
  text(field(field(match, 'cluster'), 'name'));

const TEAM_LABELS = ['team', 'owner', 'app.kubernetes.io/managed-by-team'];

function teamOf({ labels }: OtherPolicy, namespace: Namespace | undefined): string | null {
  for (const each of [labels, namespace?.labels ?? {}]) {
    for (const label of TEAM_LABELS) if (Object.hasOwn(each, label)) return each[label] ?? null;
  }
  return null;
}
