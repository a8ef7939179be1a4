import type { ClusterModel } from '../model/model.js';

/** What of the model decides what istiod sends to ztunnel. */
export type SendingModel = Pick<ClusterModel, 'mesh' | 'behaviour'>;

/** ENFORCED: the annotation counts for nothing. LOGGED: sent as a dry run. NOT_SENT: ztunnel never hears of it. */
export type DryRunMode = 'ENFORCED' | 'LOGGED' | 'NOT_SENT';

/** What istiod makes of dry-run AuthorizationPolicies for ztunnel (semantics 4.1). */
export function dryRunMode({ mesh, behaviour }: SendingModel): DryRunMode {
  switch (behaviour.dryRunAtZtunnel) {
    case 'ENFORCED':
      return 'ENFORCED';
    case 'SKIPPED':
      return 'NOT_SENT';
    case 'LOGGED_BY_FLAG':
      return mesh.features['AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY'] === true ? 'LOGGED' : 'NOT_SENT';
  }
}
