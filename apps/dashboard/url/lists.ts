import type {
  ClusterFilter,
  ClusterOrder,
  FindingFilter,
  FindingOrder,
  FindingState,
  PolicyFilter,
} from '../api/generated/graphql';
import { EFFECTS } from '../words/effects';
import { ENFORCERS } from '../words/enforcers';
import { FRESHNESS_STATES } from '../words/freshness';
import { SEVERITIES } from '../words/severities';
import type { ClustersState, FindingsState, PoliciesState } from './addresses';
import { one, oneOf, type RawParams } from './search-params';

export const CLUSTER_ORDERS: readonly ClusterOrder[] = ['NAME', 'ERRORS', 'FRESHNESS'];
export const FINDING_ORDERS: readonly FindingOrder[] = ['SEVERITY', 'FIRST_SEEN', 'CLUSTER'];
export const FINDING_STATES: readonly (FindingState | 'ALL')[] = ['OPEN', 'SUPPRESSED', 'FIXED', 'ALL'];

export function parseClusters(params: RawParams): ClustersState {
  return {
    name: one(params, 'name'),
    freshness: oneOf(params, 'freshness', FRESHNESS_STATES),
    label: one(params, 'label'),
    order: oneOf(params, 'order', CLUSTER_ORDERS),
  };
}

/** `label` filters only once it holds a key and a value: half of one would match nothing. */
export function clusterFilter({ name, freshness, label }: ClustersState): ClusterFilter {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(label ?? '') ?? [];
  return { name, freshness, labels: key && value !== undefined ? [{ key, value }] : undefined };
}

export function parsePolicies(params: RawParams): PoliciesState {
  return {
    name: one(params, 'name'),
    kind: one(params, 'kind'),
    namespace: one(params, 'namespace'),
    cluster: one(params, 'cluster'),
    effect: oneOf(params, 'effect', EFFECTS),
    enforcer: oneOf(params, 'enforcer', ENFORCERS),
  };
}

export const policyFilter = (state: PoliciesState): PolicyFilter => ({ ...state });

export function parseFindings(params: RawParams): FindingsState {
  return {
    name: one(params, 'name'),
    severity: oneOf(params, 'severity', SEVERITIES),
    state: oneOf(params, 'state', FINDING_STATES),
    check: one(params, 'check'),
    cluster: one(params, 'cluster'),
    namespace: one(params, 'namespace'),
    kind: one(params, 'kind'),
    order: oneOf(params, 'order', FINDING_ORDERS),
  };
}

export function findingFilter({ state = 'OPEN', order: _order, ...filter }: FindingsState): FindingFilter {
  return state === 'ALL' ? filter : { ...filter, state };
}
