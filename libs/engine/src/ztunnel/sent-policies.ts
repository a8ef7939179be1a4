import type { ClusterModel } from '../model/model.js';
import { convertAuthorizationPolicy, type ZtunnelPolicy } from './convert.js';
import { ImplicitPolicies } from './implicit-policies.js';
import { PeerAuthenticationIndex } from './peer-authentication-index.js';

/** Everything that istiod sends to the ztunnels of a cluster as authorization, in no order. */
export function sentPolicies(model: ClusterModel): readonly ZtunnelPolicy[] {
  const authorization = model.policies
    .filter((policy) => policy.kind === 'AuthorizationPolicy')
    .map((policy) => convertAuthorizationPolicy(policy, model))
    .filter((policy) => policy !== null);
  return [...authorization, ...new PeerAuthenticationIndex(model).sent(), ...new ImplicitPolicies(model).sent()];
}
