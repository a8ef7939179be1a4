import type { Fact } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import type { PolicyOutcome } from '../authorization/outcome.js';
import type { ServicePort } from '../model/model.js';
import type { ProviderMeetings } from './provider-meetings.js';

/** What an Envoy makes of a policy, apart from how the traffic comes. */
export interface Evaluation {
  /** What it comes to, and the facts that say why. */
  readonly outcome: PolicyOutcome;
  readonly facts: readonly Fact[];
}

/** How one kind of policy behaves in the chains of an Envoy. */
export interface EnvoyEvaluator {
  /** false: the answer is the same for every port, so targets need not be told apart. */
  readonly dependsOnPorts: boolean;
  /** For whom the answer differs where CUSTOM policies with several providers meet. */
  readonly meetings?: ProviderMeetings;
  /**
   * @param ports of the service, as the enforcer counts them; null for traffic to any port of a pod or gateway
   * @param several CUSTOM policies with several providers meet in the chain
   * @returns null when no chain for these ports holds the policy
   */
  evaluate(ports: readonly ServicePort[] | null, several: boolean): Evaluation | null;
  /** Why a chain may not hold it; null when every chain does. */
  readonly absence: Fact | null;
  /** Where it compares the identity of the client, if it does. */
  readonly identityAt?: FieldPath | undefined;
}
