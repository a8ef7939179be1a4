import { factAt } from '../model/evidence.js';
import type { OtherPolicy, RequestAuthentication } from '../model/policy.js';
import type { EnvoyPlace } from './authorization-at-envoy.js';
import type { EnvoyEvaluator } from './evaluation.js';
import { envoyFilterEvaluator, extensionEvaluator } from './extension-evaluators.js';
import { chainsOnly, everywhere } from './plain-evaluators.js';

/** Where an Envoy holds a policy of these kinds (semantics 3.3, 3.6, 3.7). */
export function evaluatorOf(policy: RequestAuthentication | OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  switch (policy.kind) {
    case 'RequestAuthentication':
      return chainsOnly(
        'HTTP',
        factAt(policy.manifest, ['spec'], 'Tokens are checked for HTTP only, never on TCP ports.'),
      );
    case 'WasmPlugin':
    case 'TrafficExtension':
      return extensionEvaluator(policy, place);
    case 'EnvoyFilter':
      return envoyFilterEvaluator(policy, place);
    case 'Telemetry':
      return everywhere;
  }
}
