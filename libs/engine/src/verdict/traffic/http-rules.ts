import type { Fact } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import { field, fields, list, text } from '../../model/narrow.js';
import { isOutside } from './delegate-matches.js';
import { delegateName, type Delegation, type Delegations } from './delegations.js';
import { isExportedTo } from './export-to.js';

/** A rule of a VirtualService, and why proxies do not get it. */
export interface HttpRule {
  readonly index: number;
  /** Null: istiod sends it. */
  readonly lost: Fact | null;
  /** Null: waypoints get it where sidecars do. */
  readonly droppedAtWaypoint: Fact | null;
}

/** VirtualServices as istiod merges them: the hosts and gateways of one, the rules of the same or of its delegate. */
export interface Routing {
  readonly root: Manifest;
  readonly part: Manifest;
  readonly rules: readonly HttpRule[];
}

export const ownRouting = (root: Manifest, delegations: Delegations): Routing => ({
  root,
  part: root,
  rules: rulesIn(root).map((rule, index) => ({
    index,
    lost: lostDelegate(root, rule, index, delegations),
    droppedAtWaypoint: isDropped(rule) ? droppedFact(root, rule, index) : null,
  })),
});

/** @param delegations from one root to the part */
export const delegatedRouting = (root: Manifest, part: Manifest, delegations: readonly Delegation[]): Routing => ({
  root,
  part,
  rules: rulesIn(part).map((rule, index) => {
    const ways = delegations.map((delegation) => throughRoot(part, rule, index, delegation));
    const best = ways.find(({ lost, droppedAtWaypoint }) => lost === null && droppedAtWaypoint === null);
    return best ?? ways.find(({ lost }) => lost === null) ?? ways[0] ?? { index, lost: null, droppedAtWaypoint: null };
  }),
});

function throughRoot(part: Manifest, rule: unknown, index: number, { root, ...delegation }: Delegation): HttpRule {
  const sentence = `A match of this rule lies outside of what VirtualService ${root.namespace}/${root.name} delegates, so that istiod leaves the rule out.`;
  const lost = isOutside(delegation.rule, rule) ? factAt(part, ['spec', 'http', index, 'match'], sentence) : null;
  if (isDropped(rule)) return { index, lost, droppedAtWaypoint: droppedFact(part, rule, index) };
  const isDroppedInRoot = isDropped(delegation.rule);
  return {
    index,
    lost,
    droppedAtWaypoint: isDroppedInRoot ? droppedFact(root, delegation.rule, delegation.index) : null,
  };
}

const rulesIn = ({ body }: Manifest) => list(field(body.spec, 'http'));

function lostDelegate(root: Manifest, rule: unknown, index: number, delegations: Delegations): Fact | null {
  const name = delegateName(root, rule);
  if (name === null) return null;
  const at = ['spec', 'http', index, 'delegate'];
  const target = delegations.target(root, rule);
  if (target === undefined) return factAt(root, at, `There is no VirtualService ${name} without hosts to delegate to.`);
  return isExportedTo(target, root.namespace)
    ? null
    : factAt(target, ['spec', 'exportTo'], `VirtualService ${name} is not exported to ${root.namespace}.`);
}

/** A waypoint leaves out every match by `sourceLabels`; a rule that has no other match goes with them. */
const isDropped = (rule: unknown): boolean => {
  const matches = list(field(rule, 'match'));
  return matches.length > 0 && matches.every((match) => Object.keys(fields(field(match, 'sourceLabels'))).length > 0);
};

function droppedFact(manifest: Manifest, rule: unknown, index: number): Fact {
  const name = text(field(rule, 'name'));
  const sentence = `A waypoint drops matches by sourceLabels, so that rule ${name === '' ? index : name} never counts.`;
  return factAt(manifest, ['spec', 'http', index, 'match'], sentence);
}
