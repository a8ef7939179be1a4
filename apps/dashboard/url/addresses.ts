import type {
  ClusterOrder,
  Effect,
  EnforcerType,
  FindingOrder,
  FindingState,
  Freshness,
  Severity,
} from '../api/generated/graphql';
import { hrefOf } from './search-params';

/** The state of the three lists, as it stands in their addresses. */
export interface ClustersState {
  name?: string;
  freshness?: Freshness;
  /** `key=value`. */
  label?: string;
  order?: ClusterOrder;
}

export interface PoliciesState {
  name?: string;
  kind?: string;
  namespace?: string;
  cluster?: string;
  effect?: Effect;
  enforcer?: EnforcerType;
}

export interface FindingsState {
  name?: string;
  severity?: Severity;
  /** Open ones are shown unless told otherwise; ALL shows fixed ones too. */
  state?: FindingState | 'ALL';
  check?: string;
  cluster?: string;
  namespace?: string;
  kind?: string;
  order?: FindingOrder;
}

interface PageParams {
  after?: readonly string[];
  page?: number;
}

export const clustersHref = (state: ClustersState & PageParams = {}) => hrefOf('/clusters', { ...state });
export const policiesHref = (state: PoliciesState & PageParams = {}) => hrefOf('/policies', { ...state });
export const findingsHref = (state: FindingsState & PageParams = {}) => hrefOf('/findings', { ...state });

export const clusterHref = (name: string) => `/clusters/${encodeURIComponent(name)}`;
export const policyHref = (id: string, cluster?: string) => hrefOf(`/policies/${encodeURIComponent(id)}`, { cluster });
export const findingHref = (id: string) => `/findings/${encodeURIComponent(id)}`;

export const topologyHref = (cluster: string, namespace?: string) =>
  hrefOf(`${clusterHref(cluster)}/topology`, { namespace });
