import type { Fact } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import { field, list } from '../../model/narrow.js';
import type { Context } from '../context.js';
import { nobody, notEvaluated, type Draft } from '../draft.js';
import { uniqueRefs } from '../targets.js';
import { isDelegate, type Delegation } from './delegations.js';
import { isExportedTo } from './export-to.js';
import { delegatedRouting, ownRouting } from './http-rules.js';
import { judgeRouting } from './routing.js';

/**
 * A VirtualService: for the mesh at the waypoints of its hosts and at clients with a sidecar, else at the classic
 * Gateways that it names (semantics 3.8; Istio core/listener_waypoint.go getVirtualServiceForWaypoint).
 */
export const judgeVirtualService = (manifest: Manifest, context: Context): Draft[] =>
  isDelegate(manifest)
    ? judgeDelegate(manifest, context)
    : judgeRouting(ownRouting(manifest, context.delegations), context);

/** One without hosts counts where the VirtualServices do that delegate to it, with its own rules. */
function judgeDelegate(manifest: Manifest, context: Context): Draft[] {
  const byRoot = new Map<Manifest, Delegation[]>();
  for (const delegation of context.delegations.to(manifest)) {
    const known = byRoot.get(delegation.root);
    if (known === undefined) byRoot.set(delegation.root, [delegation]);
    else known.push(delegation);
  }
  const drafts: Draft[] = [];
  const refusals: Fact[] = [];
  for (const [root, delegations] of byRoot) {
    const facts = delegations.map(({ index }) => delegationFact(root, index));
    if (isExportedTo(manifest, root.namespace)) {
      drafts.push(...judgeRouting(delegatedRouting(root, manifest, delegations), context, facts));
    } else {
      const sentence = `It is not exported to ${root.namespace}, the namespace of the VirtualService that delegates to it.`;
      refusals.push(...facts, factAt(manifest, ['spec', 'exportTo'], sentence));
    }
  }
  if (drafts.length > 0) return merged(drafts);
  const closing = factAt(
    manifest,
    ['spec'],
    'Without hosts it counts only as a part of VirtualServices that delegate to it.',
  );
  return [nobody('NOT_ATTACHED', [], [...refusals, closing], notEvaluated(list(field(manifest.body.spec, 'http'))))];
}

const delegationFact = (root: Manifest, index: number): Fact =>
  factAt(root, ['spec', 'http', index, 'delegate'], `VirtualService ${root.namespace}/${root.name} delegates to it.`);

/** Verdicts through several roots: one of a kind at one place, and none about nobody where a proxy follows it. */
function merged(drafts: readonly Draft[]): Draft[] {
  const isFollowed = drafts.some(({ enforcer }) => enforcer.type === 'WAYPOINT' || enforcer.type === 'GATEWAY');
  const byPlace = new Map<string, Draft>();
  for (const draft of drafts) {
    const { enforcer, pathClass, effect } = draft;
    const isNobody = enforcer.type === 'NOBODY';
    if (isNobody && isFollowed) continue;
    const place = isNobody ? 'NOBODY' : JSON.stringify([enforcer, pathClass, effect, draft.rules]);
    const known = byPlace.get(place);
    byPlace.set(place, known === undefined ? draft : isNobody ? known : joined(known, draft));
  }
  return [...byPlace.values()];
}

const joined = (one: Draft, other: Draft): Draft => ({
  ...one,
  targets: uniqueRefs([...one.targets, ...other.targets]),
  evidence: [...one.evidence, ...other.evidence],
});
